"""The Corner Shelf: neighbours sign in, look at the shelf and add books to it."""

import secrets
from dataclasses import dataclass

from flask import Flask, flash, redirect, render_template, request, session, url_for
from werkzeug import Response

app = Flask(__name__)
# Flask signs the visitor's cookie with this key. A new one at every start is
# enough to begin with; lesson 2 shows why it is not enough for long.
app.secret_key = secrets.token_hex()


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
    # task 1
    flash(f"Welcome, {name}.")
    # end
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
    # task 3
    flash(f"“{title}” is on the shelf now.")
    # end
    return redirect(url_for("shelf"))
