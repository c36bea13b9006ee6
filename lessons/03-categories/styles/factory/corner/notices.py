"""What a visitor is told, by the sort of news it is."""

from flask import flash

FORM = "new-book"


def done(text):
    flash(text, "success")


def refused(text):
    flash(text, "error")


def careful(text):
    flash(text, "warning")


def note(text):
    flash(text, "info")


def mend(text):
    flash(text, FORM)
