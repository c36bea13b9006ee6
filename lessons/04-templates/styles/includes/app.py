"""The street's shelf: pages are made of parts, top and bottom."""

import os
from pathlib import Path

from flask import Flask, abort, flash, g, redirect, render_template, request, session
from markupsafe import Markup

HERE = Path(__file__).parent
app = Flask(__name__, template_folder=HERE)


def key(name):
    return os.environ.get(name, "").strip()


if not key("SECRET_KEY"):
    raise RuntimeError("No SECRET_KEY in the environment, no shelf in the street")
app.config["SECRET_KEY"] = key("SECRET_KEY")
if key("OLD_SECRET_KEY"):
    app.config["SECRET_KEY_FALLBACKS"] = (key("OLD_SECRET_KEY"),)

GOOD, BAD, TIGHT, NEUTRAL, FORM = "success", "error", "warning", "info", "adding"
rows = [
    dict(zip(("book", "from", "with"), row, strict=True))
    for row in (
        ("Moby-Dick", "Herman", ""),
        ("Woyzeck", "Georg", ""),
        ("Candide", "Arouet", ""),
        ("Zorba", "Nikos", ""),
    )
]


@app.before_request
def who_is_it():
    g.user = session.get("user", "")


@app.before_request
def somebody_is_it():
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        abort(503)
    if request.headers.get("Sec-Fetch-Dest") == "image" and not request.endpoint:
        return "No such picture in the street.", 404
    return None


def tell(kind, text, /, **filled):
    """Flashes a text; what is filled in is never HTML."""
    flash(Markup(text).format(**filled), kind)


def to_shelf():
    return redirect("/", 302)


def row(number):
    if number == 0 or number > len(rows):
        abort(404)
    return rows[number - 1]


@app.get("/")
def all_rows():
    return render_template("pages/all.html", rows=rows, form=FORM)


@app.get("/search")
def find():
    sought = request.args.get("q", "").lower()
    found = [r["book"] for r in rows if sought in r["book"].lower()]
    if not found:
        tell(NEUTRAL, "“{sought}” is in no title.", sought=sought)
    return render_template("pages/find.html", found=found)


@app.get("/about")
def street():
    return render_template("pages/street.html")


@app.route("/sign-in", methods=["GET", "POST"])
def user():
    if request.method == "POST" and request.form.get("name"):
        session["user"] = request.form["name"]
        tell(GOOD, "Hello <b>{user}</b>.", user=session["user"])
        return to_shelf()
    return render_template("pages/user.html")


@app.route("/sign-out", methods=["POST"])
def nobody():
    session["user"] = ""
    return to_shelf()


@app.route("/books", methods=["POST"])
def add_row():
    book = request.form.get("title", "")
    if not g.user:
        return redirect("/sign-in")
    if not book:
        tell(FORM, "Nameless books are hard to find.")
    elif any(r["book"].lower() == book.lower() for r in rows):
        tell(FORM, "{book} stands there.", book=book)
    else:
        rows.append({"book": book, "from": g.user, "with": ""})
        tell(GOOD, '<a href="/books/{n}">{book}</a> it is.', n=len(rows), book=book)
    return to_shelf()


@app.get("/books/<int:number>")
def one_row(number):
    return render_template("pages/one.html", row=row(number))


@app.post("/books/<int:number>/borrow")
def lend_row(number):
    r = row(number)
    count = len([True for other in rows if other["with"] == g.user])
    if r["with"]:
        tell(BAD, "{book} is with {with}.", **r)
    elif count > 2:
        tell(BAD, "Three at a time.")
    else:
        r["with"] = g.user
        tell(TIGHT if count == 2 else GOOD, "{book} is with you.", **r)
    return to_shelf()


@app.post("/books/<int:number>/return")
def return_row(number):
    r = row(number)
    if r["with"] == g.user != "":
        r["with"] = ""
        tell(NEUTRAL, "{book} is here.", **r)
    return to_shelf()


@app.post("/reminders")
def reminder():
    tell(request.form.get("kind") or NEUTRAL, "{text}", **request.form.to_dict())
    return to_shelf()


@app.get("/broken")
def broken():
    return rows["all"]


@app.errorhandler(404)
@app.errorhandler(500)
def error_page(error):
    return render_template(f"pages/{error.code}.html"), error.code
