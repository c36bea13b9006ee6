"""Kommen und gehen."""

import re

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from .meldungen import abreissen, auf_zeit, hängen_lassen, misslungen, zum

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
    art = request.form.get("kind") or "message"
    sekunden = request.form.get("seconds", type=int)
    seiten = request.form.get("times", type=int)
    fest = "sticky" in request.form
    if text and (sekunden or seiten or fest):
        auf_zeit(text, art, sekunden, seiten, fest)
    elif text:
        flash(text, art)
    return zum("buecher.regal")


@bp.route("/messages/<int:nr>/dismiss", methods=["POST"])
def abgerissen(nr):
    if not abreissen(nr):
        abort(404)
    return zum("buecher.regal")


@bp.route("/today")
def heute():
    hängen_lassen()
    return render_template("leute/heute.html")
