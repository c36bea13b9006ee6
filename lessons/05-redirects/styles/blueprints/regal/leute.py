"""Kommen und gehen."""

import re

from flask import Blueprint, flash, redirect, render_template, request, session, url_for

from .meldungen import misslungen, zum

bp = Blueprint("leute", __name__)
HIER = re.compile(r"/(?![/\\])[!-\[\]-~ ]*")


@bp.route("/sign-in", methods=["GET", "POST"])
def anmelden():
    weiter = request.values.get("next", "")
    if request.method == "GET":
        return render_template("leute/anmelden.html", weiter=weiter)
    name = request.form.get("name", "").strip()
    if not name:
        misslungen("Wie heißen Sie?")
        return render_template("leute/anmelden.html", weiter=weiter), 400
    session["name"] = name
    flash(f"Guten Tag, {name}.")
    if HIER.fullmatch(weiter):
        return redirect(weiter)
    return redirect(url_for("buecher.regal"))


@bp.route("/sign-out", methods=["POST"])
def abmelden():
    name = session.get("name") or "Unbekannt"
    session.clear()
    flash(f"Auf Wiedersehen, {name}.")
    return zum("buecher.regal")


@bp.route("/about")
def ueber():
    return render_template("leute/ueber.html")


@bp.route("/reminders", methods=["POST"])
def erinnern():
    text = request.form.get("text", "").strip()
    art = request.form.get("kind")
    if text:
        flash(text, art) if art else flash(text)
    return zum("buecher.regal")
