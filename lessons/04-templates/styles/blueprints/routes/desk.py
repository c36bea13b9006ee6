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


@bp.before_app_request
def for_readers():
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return "Nothing in advance.", 503
    if request.headers.get("Sec-Fetch-Dest") == "image" and request.url_rule is None:
        return "No such picture.", 404
    return None


@bp.app_errorhandler(404)
def lost(_):
    return render_template("desk/lost.html"), 404


@bp.app_errorhandler(500)
def fallen(_):
    return render_template("desk/fallen.html"), 500
