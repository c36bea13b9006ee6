"""Who is there."""

from functools import wraps

from flask import Blueprint, flash, redirect, render_template, request, session, url_for

bp = Blueprint("people", __name__)


def current_name():
    return session.get("who")


def needs_name(view):
    @wraps(view)
    def guarded(**values):
        if current_name():
            return view(**values)
        return redirect(url_for("people.form"))

    return guarded


@bp.get("/sign-in")
def form():
    return render_template("people/form.html")


@bp.post("/sign-in")
def arrive():
    who = request.form["name"].strip()
    if not who:
        return redirect(url_for(".form"))
    session["who"] = who
    flash(f"Hello {who}", "success")
    return redirect(url_for("books.index"))


@bp.post("/sign-out")
def depart():
    del session["who"]
    return redirect(url_for("books.index"))
