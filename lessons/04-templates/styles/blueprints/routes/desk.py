"""What else lies on the desk: reminders, the imprint, and what to say on errors."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

bp = Blueprint("desk", __name__)


@bp.get("/about")
def imprint():
    return render_template("desk/imprint.html")


@bp.post("/reminders")
def reminders():
    note = request.form.get("text")
    sort = request.form.get("kind")
    if note:
        flash(note, sort) if sort else flash(note)
    return redirect(url_for("books.index"))


@bp.get("/broken")
def broken():
    return {}["no such key"]


@bp.app_errorhandler(404)
def lost(_):
    return render_template("desk/lost.html"), 404


@bp.app_errorhandler(500)
def fallen(_):
    return render_template("desk/fallen.html"), 500
