"""The shelf with its books in a table and its messages from a context processor."""

import os

from flask import Flask, flash, redirect, render_template, request, session, url_for
from markupsafe import Markup
from notes import notes_for_page
from table import find, insert, labelled, newest, rows, taken, update

SECRET = os.environ.get("SECRET_KEY", "").strip()
if not SECRET:
    raise ValueError("SECRET_KEY is missing, so no cookie can be signed. Set it first.")

app = Flask(__name__)
app.config.update(SECRET_KEY=SECRET)
if os.environ.get("OLD_SECRET_KEY"):
    app.config.update(SECRET_KEY_FALLBACKS=[os.environ["OLD_SECRET_KEY"]])
app.context_processor(notes_for_page)


@app.context_processor
def me():
    return {"me": session.get("who")}


def shelf_page(**values):
    return render_template("start.html", rows=rows(), **values)


@app.route("/")
def start():
    return shelf_page()


@app.route("/about")
def about():
    return render_template("text.html", heading="About", body="One shelf, one street.")


@app.route("/search")
def search():
    q = request.args.get("q", "").strip()
    hits = [row for row in rows() if q.casefold() in row["title"].casefold()]
    if not hits:
        flash(f"I looked for “{q}” and found none.")
    return render_template("search.html", q=q, hits=hits)


@app.route("/sign-in", methods=["GET", "POST"])
def door():
    wish = request.values.get("next", "")
    if request.method == "GET":
        return render_template("door.html", wish=wish)
    who = request.form.get("name", "").strip()
    if not who:
        flash("Tell me a name.", "error")
        return render_template("door.html", wish=wish), 422
    session["who"] = who
    flash(f"Come in, {who}.")
    if not is_ours(wish):
        wish = url_for("start")
    return redirect(wish)


def is_ours(wish):
    """No scheme and no host, whichever way a browser might spell them."""
    for sign in wish:
        if sign == "\\" or not sign.isprintable():
            return False
    return wish[:1] == "/" and wish[1:2] != "/"


@app.route("/sign-out", methods=["POST"])
def out():
    who = session.get("who", "whoever you are")
    session.clear()
    flash(f"Take care, {who}.")
    return redirect(url_for("start"))


@app.route("/books", methods=["POST"])
def add():
    if not session.get("who"):
        return redirect(url_for("door"))
    title = request.form.get("title", "").strip()
    if not title:
        return shelf_page(typed=title, wrong="A title, any title."), 422
    if taken(title):
        return shelf_page(typed=title, wrong=f"“{title}” is taken."), 422
    number = insert(title, session["who"])
    at = url_for("one", number=number)
    flash(Markup('<a href="{0}">{1}</a>: it is ours now.').format(at, title), "success")
    return redirect(url_for("start"))


@app.route("/books/latest")
def latest():
    return redirect(url_for("one", number=newest()))


@app.route("/books/<int:number>")
def one(number):
    return render_template("one.html", row=find(number))


@app.route("/books/<int:number>/rename", methods=["POST"])
def rename(number):
    if not session.get("who"):
        return redirect(url_for("door"))
    row = find(number)
    title = request.form.get("title", "").strip()
    if not title or taken(title):
        wrong = f"“{title}” is taken." if title else "A title, any title."
        return render_template("one.html", row=row, typed=title, wrong=wrong), 422
    update(number, "title", title)
    flash(f"It goes by “{title}” from today.", "success")
    return redirect(url_for("one", number=number))


@app.route("/books/<int:number>/label", methods=["POST"])
def label(number):
    title = find(number)["title"]
    if labelled(title):
        flash(f"One label, “{title}”, is in the tray.", "success")
    else:
        flash(f"“{title}” does not fit on a label.", "error")
    return redirect(url_for("one", number=number))


@app.route("/books/<int:number>/borrow", methods=["POST"])
def borrow(number):
    who = session.get("who")
    if not who:
        return redirect(url_for("door"))
    row = find(number)
    mine = sum(r["holder"] == who for r in rows())
    if row["holder"]:
        flash(f"{row['holder']} is reading “{row['title']}”.", "error")
        return redirect(url_for("start"))
    if mine >= 3:
        flash("You are reading three already.", "error")
        return redirect(url_for("start"))
    update(number, "holder", who)
    kind, end = ("warning", ", the last for you") if mine == 2 else ("success", "")
    flash(f"You are reading “{row['title']}” now{end}.", kind)
    return redirect(url_for("start"))


@app.route("/books/<int:number>/return", methods=["POST"])
def back(number):
    row = find(number)
    if row["holder"] and row["holder"] == session.get("who"):
        update(number, "holder", "")
        flash(f"You have read “{row['title']}”.", "info")
    return redirect(url_for("start"))


@app.route("/reminders", methods=["POST"])
def remind():
    text, kind = request.form.get("text", ""), request.form.get("kind", "")
    if text.strip() and kind:
        flash(text.strip(), kind)
    elif text.strip():
        flash(text.strip())
    return redirect(url_for("start"))


@app.route("/api/books", methods=["POST"])
def machine():
    given = request.get_json(silent=True)
    title = str(given.get("title") or "") if isinstance(given, dict) else ""
    if not title or taken(title):
        return {"done": False}, 422
    return {"done": True, "number": insert(title, "a machine")}, 201


@app.route("/broken")
def broken():
    raise RuntimeError("This page never worked.")


@app.errorhandler(404)
def lost(error):
    body = "There is nothing at this address."
    return render_template("text.html", heading="Lost?", body=body), 404


@app.errorhandler(500)
def sorry(error):
    body = "That should not have happened."
    return render_template("text.html", heading="Sorry", body=body), 500
