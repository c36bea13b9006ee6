from flask import abort, flash, redirect, render_template, request, session, url_for

from . import notices
from .stock import MOST, STOCK, Copy


def home():
    return redirect(url_for("index"), 303)


def person():
    return session.get("name")


def index():
    return render_template("index.html", copies=STOCK.copies, own=notices.FORM)


def find():
    wanted = request.args.get("q", "").strip()
    hits = [copy for copy in STOCK.copies if wanted.lower() in copy.name.lower()]
    if not hits:
        notices.note(f"No book is called “{wanted}”.")
    return render_template("find.html", hits=hits)


def about():
    return render_template("about.html")


def door():
    if request.method == "GET":
        return render_template("door.html")
    session["name"] = request.form["name"]
    notices.note(f"Good to see you, {person()}!")
    return home()


def leave():
    session.pop("name", None)
    return home()


def bring():
    if not person():
        return redirect(url_for("door"))
    name = request.form.get("title", "").strip()
    if not name:
        notices.mend("Which book is it?")
    elif STOCK.has(name):
        notices.mend(f"We have {name} already.")
    else:
        STOCK.copies.append(Copy(name, person()))
        notices.done(f"Thank you for {name}.")
    return home()


def take(place):
    copy = STOCK.at(place) or abort(404)
    if not person():
        return redirect(url_for("door"))
    if copy.holder:
        notices.refused(f"{copy.holder} is reading {copy.name}.")
        return home()
    if STOCK.held_by(person()) >= MOST:
        notices.refused("Three at a time, please.")
        return home()
    copy.holder = person()
    notices.done(f"Enjoy {copy.name}.")
    if STOCK.held_by(person()) == MOST:
        notices.careful("That makes three, which is all you can have.")
    return home()


def give_back(place):
    copy = STOCK.at(place) or abort(404)
    if copy.holder and copy.holder == person():
        copy.holder = None
        notices.note(f"{copy.name} is home again.")
    return home()


def remember():
    text, kind = request.form.get("text", ""), request.form.get("kind")
    flash(text, *([kind] if kind else []))
    return home()


def register(site):
    site.add_url_rule("/", view_func=index)
    site.add_url_rule("/search", view_func=find)
    site.add_url_rule("/about", view_func=about)
    site.add_url_rule("/sign-in", view_func=door, methods=["GET", "POST"])
    site.add_url_rule("/sign-out", view_func=leave, methods=["POST"])
    site.add_url_rule("/books", view_func=bring, methods=["POST"])
    site.add_url_rule("/books/<int:place>/borrow", view_func=take, methods=["POST"])
    site.add_url_rule(
        "/books/<int:place>/return", view_func=give_back, methods=["POST"]
    )
    site.add_url_rule("/reminders", view_func=remember, methods=["POST"])
