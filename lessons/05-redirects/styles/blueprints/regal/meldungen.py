"""Was Besucher erfahren: eine Funktion für jede Art von Meldung."""

from flask import flash, redirect, url_for


def gelungen(text):
    flash(text, "success")


def misslungen(text):
    flash(text, "error")


def nebenbei(text):
    flash(text, "info")


def zum(ziel, **werte):
    return redirect(url_for(ziel, **werte), code=303)
