"""The Corner Shelf: neighbours sign in, look for books and add books to the shelf."""

import os
from dataclasses import dataclass

from flask import Flask, flash, redirect, render_template, request, session, url_for
from werkzeug import Response

app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY")
if not app.secret_key:
    raise RuntimeError(
        "The environment variable SECRET_KEY is not set. "
        "Set it to a long random text that only this app knows."
    )
old_key = os.environ.get("OLD_SECRET_KEY")
if old_key:
    app.config["SECRET_KEY_FALLBACKS"] = [old_key]


@dataclass
class Book:
    title: str
    owner: str


books = [
    Book("The Left Hand of Darkness", "Ursula"),
    Book("Momo", "Beppo"),
    Book("Invisible Cities", "Italo"),
    Book("Middlemarch", "Dorothea"),
]


@app.get("/")
def shelf() -> str:
    return render_template("shelf.html", books=books)


@app.get("/search")
def search() -> str:
    query = request.args.get("q", "").strip()
    found = [book for book in books if query.casefold() in book.title.casefold()]
    if not found:
        flash(f"Nothing found for “{query}”.")
    return render_template("search.html", query=query, found=found)


@app.get("/about")
def about() -> str:
    return render_template("about.html")


@app.get("/sign-in")
def sign_in() -> str:
    return render_template("sign_in.html")


@app.post("/sign-in")
def welcome() -> Response:
    name = request.form.get("name", "").strip()
    if not name:
        return redirect(url_for("sign_in"))

    session["name"] = name
    flash(f"Welcome, {name}.")
    return redirect(url_for("shelf"))


@app.post("/sign-out")
def sign_out() -> Response:
    session.pop("name", None)
    return redirect(url_for("shelf"))


@app.post("/books")
def add_book() -> Response:
    if "name" not in session:
        return redirect(url_for("sign_in"))

    title = request.form.get("title", "").strip()
    if not title:
        return redirect(url_for("shelf"))

    books.append(Book(title, session["name"]))
    flash(f"“{title}” is on the shelf now.")
    return redirect(url_for("shelf"))
