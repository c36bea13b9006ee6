"""The shelf with coroutines for views, as if books came from afar."""

import asyncio
import os

from flask import Flask, flash, get_flashed_messages, redirect, request, session
from flask import render_template as render
from markupsafe import Markup
from werkzeug.exceptions import NotFound

SECRET_KEY = os.environ.get("SECRET_KEY")
SECRET_KEY_FALLBACKS = [os.environ.get("OLD_SECRET_KEY") or SECRET_KEY]

shelf = application = Flask(__name__)
shelf.config.from_object(__name__)
if not SECRET_KEY:
    raise LookupError("The shelf needs a SECRET_KEY in its environment.")


class Books:
    """Far away: each answer takes a moment."""

    def __init__(self, *names):
        self._names = list(names)
        self._readers = {}

    async def all(self):
        await asyncio.sleep(0)
        return [(n, name, self._readers.get(n)) for n, name in enumerate(self._names)]

    async def get(self, n):
        for book in await self.all():
            if book[0] == n:
                return book
        raise NotFound

    async def put(self, name):
        await asyncio.sleep(0)
        self._names.append(name)
        return len(self._names) - 1

    async def lend(self, n, reader):
        await asyncio.sleep(0)
        self._readers[n] = reader

    async def lent_to(self, reader):
        await asyncio.sleep(0)
        return list(self._readers.values()).count(reader)


class Told:
    """What a page tells: at its top, and in the form if it has one."""

    words = {"success": "OK", "error": "Oh", "warning": "Hm", "book": "Oh"}  # noqa: RUF012

    def __init__(self, has_form=False):
        self._all = get_flashed_messages(with_categories=True)
        self._apart = ["book"] * has_form

    def at_the_top(self):
        return [
            (kind, self.words.get(kind, "Ah"), text)
            for kind, text in self._all
            if kind not in self._apart
        ]

    def in_the_form(self):
        return [text for kind, text in self._all if kind in self._apart]


books = Books("Austerlitz", "Stoner", "Suttree", "Vathek")


async def page(name, **values):
    told = Told(has_form=name == "all.html" and bool(session.get("i")))
    return render(name, told=told, i=session.get("i"), **values)


@shelf.before_request
async def by_itself():
    """What a browser fetches by itself is no page for somebody."""
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return "", 503
    pictured = request.headers.get("Sec-Fetch-Dest", "document") == "image"
    return ("", 404) if pictured and request.endpoint is None else None


@shelf.get("/")
async def every_book():
    return await page("all.html", books=await books.all())


@shelf.get("/search")
async def some_books():
    part = request.args.get("q", "").lower()
    found = [book for book in await books.all() if part in book[1].lower()]
    if not found:
        flash(f"Not one book has “{request.args['q']}” in its title.")
    return await page("some.html", found=found)


@shelf.get("/about")
async def about():
    return await page("about.html")


@shelf.get("/sign-in")
async def who():
    return await page("who.html")


@shelf.post("/sign-in")
async def me():
    session["i"] = request.form["name"]
    flash(f"There you are, {session['i']}.", "success")
    return redirect("/")


@shelf.post("/sign-out")
async def gone():
    session["i"] = None
    return redirect("/")


@shelf.post("/books")
async def another_book():
    if not session.get("i"):
        return redirect("/sign-in")
    name = request.form["title"].strip()
    taken = [book[1].lower() for book in await books.all()]
    if name and name.lower() not in taken:
        n = await books.put(name)
        link = Markup('<a href="/books/%d">%s</a>') % (n + 1, name)
        flash(Markup("We put %s on the shelf.") % link, "success")
    else:
        flash(f"“{name}” is no new title.", "book")
    return redirect("/")


@shelf.get("/books/<int:number>")
async def one_book(number):
    return await page("one.html", book=await books.get(number - 1))


@shelf.post("/books/<int:number>/borrow")
async def have(number):
    (n, name, reader), mine = await asyncio.gather(
        books.get(number - 1), books.lent_to(session["i"])
    )
    if reader:
        flash(f"{name} is lent to {reader}.", "error")
    elif mine == 3:
        flash("You may have three.", "error")
    else:
        await books.lend(n, session["i"])
        flash(f"{name} is lent to you.", "warning" if mine == 2 else "success")
    return redirect("/")


@shelf.post("/books/<int:number>/return")
async def bring(number):
    n, name, reader = await books.get(number - 1)
    if reader and reader == session.get("i"):
        await books.lend(n, None)
        flash(f"{name} can be lent again.", "info")
    return redirect("/")


@shelf.post("/reminders")
async def remember():
    how = [request.form["kind"]] if request.form.get("kind") else []
    flash(request.form["text"], *how)
    return redirect("/")


@shelf.get("/broken")
async def broken():
    await asyncio.sleep(0)
    raise OSError("no shelf")


@shelf.errorhandler(404)
async def no_page(_):
    return await page("error.html", code=404), 404


@shelf.errorhandler(500)
async def no_shelf(_):
    return await page("error.html", code=500), 500
