"""Views say what happened; a decorator tells the visitor and sends them on."""

import time
from collections import namedtuple
from functools import wraps
from os import environ

import flask
from flask import render_template, request, session
from letters import Addressed, Letter, LetterBoxes
from markupsafe import Markup
from telling import Refused, again, tells

KEY = environ.get("SECRET_KEY")
assert KEY, "SECRET_KEY is empty or not set: give this app a key of its own."
FILE = environ.get("SHELF_DB")
assert FILE, "SHELF_DB is empty or not set: name the file for the letter boxes."

app = flask.Flask(__name__)
app.config["SECRET_KEY"] = KEY
app.config["SECRET_KEY_FALLBACKS"] = list(filter(None, [environ.get("OLD_SECRET_KEY")]))
boxes = Addressed(LetterBoxes(FILE))
app.session_interface = boxes
app.jinja_env.globals["get_flashed_messages"] = boxes.unread

Entry = namedtuple("Entry", "title owner borrower", defaults=[None])
LIST = {
    1: Entry("The Left Hand of Darkness", "Ursula"),
    2: Entry("Momo", "Beppo"),
    3: Entry("Invisible Cities", "Italo"),
    4: Entry("Middlemarch", "Dorothea"),
}
HOME = ("shelf", {})


def members_only(view):
    @wraps(view)
    def guarded(**values):
        if session.get("name"):
            return view(**values)
        return flask.redirect(flask.url_for("sign_in"))

    return guarded


def entry(number):
    return LIST.get(number) or flask.abort(404)


def new_title(given):
    title = (given or "").strip()
    if not title:
        raise Refused("Nothing was written on the back of that book.")
    for each in LIST.values():
        if each.title.casefold() == title.casefold():
            raise Refused(f"There is a “{title}” already.")
    return title


def held():
    return [e for e in LIST.values() if e.borrower == session["name"]]


def typed(field):
    return request.form.get(field, "")


@app.get("/")
def shelf(**more):
    return render_template("shelf.html", books=LIST.values(), **more)


@app.get("/search")
def search():
    q = request.args.get("q", "").strip()
    found = [e for e in LIST.values() if q.casefold() in e.title.casefold()]
    if len(found) == 0:
        flask.flash(f"“{q}” is in no title here.")
    return render_template("search.html", query=q, found=found)


@app.get("/about")
def about():
    return render_template("about.html")


@app.get("/sign-in")
def sign_in(**more):
    return render_template("sign_in.html", next=request.values.get("next", ""), **more)


@app.post("/sign-in")
@again(sign_in, kind="error")
def entered():
    name = typed("name").strip()
    if not name:
        raise Refused("Your name, please: an empty one thanks nobody.")
    session["name"] = name
    flask.flash(f"{name}, come in.")
    return flask.redirect(local(typed("next")))


@app.post("/sign-out")
@tells()
def sign_out():
    name = session.get("name", "")
    session.clear()
    return f"Until soon, {name}.", HOME


def put(title):
    number = len(LIST) + 1
    LIST[number] = Entry(title, session["name"])
    link = Markup('<a href="{}">{}</a>')
    href = flask.url_for("book_page", number=number)
    return Markup("{} was put on the shelf.").format(link.format(href, title))


@app.post("/books")
@members_only
@again(shelf, kind="add-book", keep="title")
@tells("success")
def add_book():
    return put(new_title(typed("title"))), HOME


@app.post("/import")
@members_only
@tells()
def import_books():
    for line in filter(str.strip, typed("titles").splitlines()):
        try:
            flask.flash(put(new_title(line)), "success")
        except Refused as refused:
            flask.flash(str(refused), "error")
    return "", HOME


@app.get("/books/<int:number>")
def book_page(number, **more):
    return render_template("book.html", book=entry(number), number=number, **more)


@app.get("/books/latest")
def latest_book():
    return flask.redirect(flask.url_for("book_page", number=max(LIST)))


@app.post("/books/<int:number>/rename")
@members_only
@again(book_page, kind="error", keep="title")
@tells("success")
def rename_book(number):
    old = entry(number)
    title = new_title(typed("title"))
    LIST[number] = old._replace(title=title)
    return f"“{old.title}” has become “{title}”.", ("book_page", {"number": number})


@app.post("/books/<int:number>/label")
@tells("success")
def label_book(number):
    title = entry(number).title
    if len(title) > 40:
        raise ValueError("too long for a label")
    return f"The printer did “{title}”.", ("book_page", {"number": number})


@app.post("/books/<int:number>/borrow")
@members_only
@tells("success")
def borrow_book(number):
    it = entry(number)
    if it.borrower:
        raise Refused(f"“{it.title}” went home with {it.borrower}.", HOME)
    if len(held()) > 2:
        raise Refused("Three books are at your place already.", HOME)
    LIST[number] = it._replace(borrower=session["name"])
    if len(held()) > 2:
        return f"“{it.title}” is your third, and that is all.", HOME, "warning"
    return f"“{it.title}” goes home with you.", HOME


@app.post("/books/<int:number>/return")
@tells("info")
def return_book(number):
    it = entry(number)
    if not it.borrower or it.borrower != session.get("name"):
        return "", HOME
    LIST[number] = it._replace(borrower=None)
    return f"“{it.title}” came back.", HOME


@app.post("/reminders")
@tells("message")
def remind():
    text, kind = typed("text").strip(), typed("kind")
    limits = lifetime(typed("seconds"), typed("times"), typed("sticky"))
    if text and limits:
        leave(Letter(kind or "message", text, *limits))
        return "", HOME
    return text, HOME, kind


def lifetime(seconds, times, sticky):
    """When it ends, how many pages may show it, and whether somebody dismisses it."""
    if not (seconds or times or sticky):
        return None
    end = time.time() + int(seconds) if seconds else None
    return end, int(times) if times else None, bool(sticky)


def leave(it):
    session["_flashes"] = [*session.get("_flashes", []), it]


@app.post("/messages/<int:number>/dismiss")
@tells()
def dismiss_message(number):
    if not boxes.boxes.burn(session.get("box"), number):
        flask.abort(404)
    return "", HOME


@app.get("/today")
def today():
    for it in boxes.unread(with_categories=True):
        if it.showings == 1:
            leave(it)
    return render_template("today.html", book=LIST[1])


@app.post("/api/books")
def add_book_by_phone():
    sent = request.get_json(silent=True)
    try:
        title = new_title(sent.get("title") if isinstance(sent, dict) else "")
    except Refused as refused:
        return flask.jsonify(ok=False, why=str(refused)), 400
    LIST[len(LIST) + 1] = Entry(title, "a phone")
    return flask.jsonify(ok=True, number=len(LIST))


@app.get("/broken")
def broken():
    return 1 / 0


@app.after_request
def unkept(answer):
    answer.cache_control.no_store = request.path[:8] != "/static/"
    return answer


@app.errorhandler(404)
@app.errorhandler(500)
def failed(error):
    return render_template(f"{error.code}.html"), error.code


def local(place):
    """The place if it is one of ours, else the shelf."""
    odd = [c for c in place if c == "\\" or not c.isprintable()]
    ours = place[:1] == "/" and place[:2] != "//" and not odd
    return place if ours else flask.url_for("shelf")
