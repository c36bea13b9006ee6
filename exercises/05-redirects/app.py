"""The Corner Shelf: neighbours sign in, add books, borrow them and return them."""

import os
from dataclasses import dataclass

from flask import (
    Flask,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug import Response
from werkzeug.exceptions import HTTPException

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
    borrower: str = ""


books = [
    Book("The Left Hand of Darkness", "Ursula"),
    Book("Momo", "Beppo"),
    Book("Invisible Cities", "Italo"),
    Book("Middlemarch", "Dorothea"),
]
LIMIT = 3  # books that one person may have at a time
LABEL = 40  # characters that fit on a label


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
    return render_template("sign_in.html", next=request.args.get("next", ""))


@app.post("/sign-in")
def welcome() -> ResponseReturnValue:
    name = request.form.get("name", "").strip()
    target = request.form.get("next", "")
    if not name:
        flash("A name is needed, so that people know whom to thank.", "error")
        return render_template("sign_in.html", next=target), 422

    session["name"] = name
    flash(f"Welcome, {name}.")
    # TODO 3: Follow next only inside the app
    return redirect(target or url_for("shelf"))


@app.post("/sign-out")
def sign_out() -> Response:
    name = session.get("name", "neighbour")
    # TODO 4: Say what is true, where somebody reads it
    flash(f"Goodbye, {name}.")
    session.clear()
    return redirect(url_for("shelf"))


@app.post("/books")
def add_book() -> ResponseReturnValue:
    if "name" not in session:
        return redirect(url_for("sign_in"))

    title = request.form.get("title", "").strip()
    problem = problem_with(title)
    if problem:
        flash(problem, "add-book")
        # TODO 2: Show the add form again when it failed
        return redirect(url_for("shelf"))

    books.append(Book(title, session["name"]))
    message = Markup('“<a href="{}">{}</a>” is on the shelf now.')
    flash(message.format(url_for("book_page", number=len(books)), title), "success")
    return redirect(url_for("shelf"))


@app.get("/books/<int:number>")
def book_page(number: int) -> str:
    return render_template("book.html", book=find_book(number), number=number)


@app.get("/books/latest")
def latest_book() -> Response:
    return redirect(url_for("book_page", number=len(books)))


@app.post("/books/<int:number>/rename")
def rename_book(number: int) -> ResponseReturnValue:
    if "name" not in session:
        return redirect(url_for("sign_in"))

    book = find_book(number)
    title = request.form.get("title", "").strip()
    problem = problem_with(title)
    if problem:
        flash(problem, "error")
        page = render_template("book.html", book=book, number=number, title=title)
        return page, 422

    book.title = title
    flash(f"The book is called “{title}” now.", "success")
    # TODO 1: Send the browser on after renaming
    return render_template("book.html", book=book, number=number)


@app.post("/books/<int:number>/label")
def label_book(number: int) -> Response:
    book = find_book(number)
    # TODO 4: Say what is true, where somebody reads it
    flash(f"The label for “{book.title}” is printed.", "success")
    print_label(book.title)
    return redirect(url_for("book_page", number=number))


@app.post("/books/<int:number>/borrow")
def borrow_book(number: int) -> Response:
    if "name" not in session:
        return redirect(url_for("sign_in"))

    name = session["name"]
    book = find_book(number)
    if book.borrower:
        flash(f"“{book.title}” is with {book.borrower} already.", "error")
        return redirect(url_for("shelf"))
    if books_with(name) == LIMIT:
        flash(f"You have {LIMIT} books already. Return one first.", "error")
        return redirect(url_for("shelf"))

    book.borrower = name
    if books_with(name) < LIMIT:
        flash(f"“{book.title}” is yours for now.", "success")
    else:
        flash(f"“{book.title}” is yours, and it is your last for now.", "warning")
    return redirect(url_for("shelf"))


@app.post("/books/<int:number>/return")
def return_book(number: int) -> Response:
    book = find_book(number)
    if book.borrower and book.borrower == session.get("name"):
        book.borrower = ""
        flash(f"“{book.title}” is back on the shelf.", "info")
    return redirect(url_for("shelf"))


@app.post("/reminders")
def remind() -> Response:
    text = request.form.get("text", "").strip()
    kind = request.form.get("kind", "")
    if text and kind:
        flash(text, kind)
    elif text:
        flash(text)
    return redirect(url_for("shelf"))


@app.post("/api/books")
def add_book_by_phone() -> ResponseReturnValue:
    """For the phone app of a neighbour: JSON comes in, JSON goes out."""
    data = request.get_json(silent=True)
    title = str(data.get("title", "")).strip() if isinstance(data, dict) else ""
    problem = problem_with(title)
    if problem:
        return {"problem": problem}, 422

    books.append(Book(title, "a neighbour"))
    # TODO 4: Say what is true, where somebody reads it
    flash(f"“{title}” is on the shelf now.", "success")
    return {"number": len(books), "title": title}, 201


@app.get("/broken")
def broken() -> str:
    """A page that crashes, to see what a visitor sees then."""
    raise RuntimeError("The shelf came down.")


@app.errorhandler(404)
def not_found(error: HTTPException) -> tuple[str, int]:
    return render_template("404.html"), 404


@app.errorhandler(500)
def crashed(error: HTTPException) -> tuple[str, int]:
    return render_template("500.html"), 500


@app.before_request
def refuse_in_advance() -> None:
    """A page fetched in advance is shown later as it was, whatever waits by then."""
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        abort(503)


@app.context_processor
def only_for_readers() -> dict[str, object]:
    """A missing picture is answered with a page that nobody reads."""
    kind = request.headers.get("Sec-Fetch-Dest", "document")
    if kind in ("document", "iframe", "empty"):  # empty: a script asks, to show it
        return {}
    return {"get_flashed_messages": lambda **_: []}


# TODO 5: Extra: let Back bring nothing back


def find_book(number: int) -> Book:
    """The book with this number; they count from 1, in the order they came."""
    if not 1 <= number <= len(books):
        abort(404)
    return books[number - 1]


def problem_with(title: str) -> str:
    """What keeps a title from the shelf, in words; empty if nothing does."""
    if not title:
        return "A book needs a title."
    if title.casefold() in [book.title.casefold() for book in books]:
        return f"“{title}” is on the shelf already."
    return ""


# TODO 3: Follow next only inside the app


def print_label(title: str) -> None:
    """Stands in for the label printer, which stops at a title that is too long."""
    if len(title) > LABEL:
        raise RuntimeError(f"{title!r} does not fit on a label.")


def books_with(name: str) -> int:
    return sum(book.borrower == name for book in books)
