"""The Corner Shelf, where views report what happened and a decorator tells it."""

from collections.abc import Callable
from functools import wraps
from secrets import token_hex
from typing import NamedTuple

from flask import Flask, flash, redirect, render_template, request, session, url_for

app = Flask(__name__)
app.secret_key = token_hex(32)


class Book(NamedTuple):
    title: str
    owner: str


books = [Book("Kindred", "Octavia"), Book("The Hobbit", "Ronald")]


def tells(template: str) -> Callable:
    """The view gives facts, or None when nothing happened; then to the shelf."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def telling():
            facts = view()
            if facts is not None:
                flash(template.format_map(facts))
            return redirect(url_for("shelf"))

        return telling

    return decorate


def page(name: str) -> Callable:
    return lambda: render_template(name, books=books)


app.add_url_rule("/", "shelf", page("shelf.html"))
app.add_url_rule("/about", "about", page("about.html"))
app.add_url_rule("/sign-in", "sign_in", page("sign_in.html"))


@app.post("/sign-in")
@tells("Good to have you here, {who}.")
def let_in() -> dict[str, str]:
    session["name"] = request.form["name"]
    return {"who": session["name"]}


@app.post("/sign-out")
@tells("")
def sign_out() -> None:
    session.pop("name", None)


@app.post("/books")
@tells("{title} was put on the shelf by {owner}.")
def add_book() -> dict[str, str] | None:
    if "name" not in session:
        return None
    books.append(Book(request.form["title"], session["name"]))
    return books[-1]._asdict()
