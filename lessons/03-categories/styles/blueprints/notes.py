from flask import Blueprint, flash, redirect, request, url_for

notes = Blueprint("notes", __name__)


@notes.post("/reminders")
def leave():
    form = request.form
    if form.get("kind"):
        flash(form["text"], form["kind"])
    else:
        flash(form["text"])
    return redirect(url_for("stacks.all_books"))
