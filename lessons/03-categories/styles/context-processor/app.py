import os
from typing import NamedTuple

from flask import Flask, flash, redirect, render_template, request, session
from told import told_to_templates

app = Flask(__name__)
try:
    app.secret_key = os.environ["SECRET_KEY"]
    if not app.secret_key:
        raise KeyError("SECRET_KEY")
except KeyError as missing:
    raise RuntimeError("SECRET_KEY is needed: a long random text.") from missing
if "OLD_SECRET_KEY" in os.environ:
    app.config["SECRET_KEY_FALLBACKS"] = [os.environ["OLD_SECRET_KEY"]]
app.context_processor(told_to_templates)


class Book(NamedTuple):
    title: str
    by: str
    to: str = ""


shelf = {
    1: Book("The Left Hand of Darkness", "Ursula"),
    2: Book("Momo", "Beppo"),
    3: Book("Invisible Cities", "Italo"),
    4: Book("Middlemarch", "Dorothea"),
}


@app.get("/")
def start():
    return render_template("start.html", shelf=shelf)


@app.get("/search")
def seek():
    q = request.args.get("q", "").lower()
    found = [book for book in shelf.values() if q in book.title.lower()]
    if not found:
        flash("There is no " + q, "warning")
    return render_template("seek.html", found=found)


@app.get("/about")
def us():
    return render_template("us.html")


@app.get("/sign-in")
def who():
    return render_template("who.html")


@app.post("/sign-in")
def it_is_me():
    session["name"] = request.form["name"]
    flash("Hi " + session["name"], "success")
    return redirect("/", code=303)


@app.post("/sign-out")
def bye():
    session.pop("name", "")
    return redirect("/", code=303)


@app.post("/books")
def gift():
    title = request.form["title"].strip()
    known = {book.title.lower() for book in shelf.values()}
    match (title, title.lower() in known):
        case ("", _):
            flash("A title, please.", "gift")
        case (_, True):
            flash(title + ": we have it.", "gift")
        case _:
            shelf[len(shelf) + 1] = Book(title, session["name"])
            flash("Thanks for " + title, "success")
    return redirect("/", code=303)


@app.post("/books/<int:key>/borrow")
def loan(key):
    me, book = session["name"], shelf[key]
    mine = sum(1 for other in shelf.values() if other.to == me)
    match (book.to, mine):
        case ("", 0 | 1):
            text, category = "You have " + book.title, "success"
        case ("", 2):
            text, category = "The last for now: " + book.title, "warning"
        case ("", _):
            text, category = "Bring one back first.", "error"
        case _:
            text, category = book.title + " is away.", "error"
    if not book.to and mine < 3:
        shelf[key] = book._replace(to=me)
    flash(text, category)
    return redirect("/", code=303)


@app.post("/books/<int:key>/return")
def came_back(key):
    if shelf[key].to == session["name"]:
        shelf[key] = shelf[key]._replace(to="")
        flash(shelf[key].title + " came back.", "info")
    return redirect("/", code=303)


@app.post("/reminders")
def knot():
    kind = request.form.get("kind") or "message"
    flash(request.form["text"], kind)
    return redirect("/", code=303)
