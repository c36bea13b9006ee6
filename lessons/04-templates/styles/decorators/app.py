"""The shelf. An action answers with what happened; @action tells it and goes home."""

import functools
import os
from dataclasses import dataclass

from flask import Flask, abort, flash, redirect, render_template, request, session
from markupsafe import Markup

KEYS = [
    value for name in ("SECRET_KEY", "OLD_SECRET_KEY") if (value := os.getenv(name))
]
if not os.getenv("SECRET_KEY"):
    raise RuntimeError("Start me with SECRET_KEY, I cannot remember anybody without.")

app = Flask(__name__)
app.secret_key, *app.config["SECRET_KEY_FALLBACKS"] = KEYS


@dataclass(frozen=True)
class Outcome:
    sentence: str
    category: str = "success"


@dataclass
class Copy:
    name: str
    donor: str
    keeper: str | None = None

    @property
    def number(self):
        return copies.index(self) + 1


copies: list[Copy] = [
    Copy("Watt", "Sam"),
    Copy("Amok", "Stefan"),
    Copy("Oblomov", "Ivan"),
    Copy("Kokoro", "Soseki"),
]


def page(address, template=None, status=200):
    """Shows the template with what the view returns."""

    def wrap(view):
        @functools.wraps(view)
        def shown(*error, **values):
            given = view(*error, **values)
            if isinstance(given, Outcome):
                flash(given.sentence, given.category)
                given = {}
            return render_template(template, **given or {}), status

        return app.get(address)(shown) if address else shown

    return wrap


def action(address, members=True):
    """Tells the outcome that the view returns, and goes home."""

    def wrap(view):
        @app.post(address, endpoint=view.__name__)
        @functools.wraps(view)
        def done(**values):
            if members and "me" not in session:
                return redirect("/sign-in")
            outcome = view(**values)
            if outcome:
                flash(outcome.sentence, outcome.category)
            return redirect("/")

        return done

    return wrap


@app.before_request
def eyes():
    wanted = request.headers.get("Sec-Fetch-Dest")
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return "Come and see.", 503
    if wanted in ("image", "script", "style") and not request.url_rule:
        return "Not here.", 404
    return None


def copy(number):
    return dict(enumerate(copies, 1)).get(number) or abort(404)


@page("/", "shelf.html")
def shelf():
    return {"copies": copies}


@page("/search", "search.html")
def search():
    q = request.args.get("q", "")
    hits = [c for c in copies if q.casefold() in c.name.casefold()]
    return {"hits": hits} if hits else Outcome(f"{q}: no such name.", "info")


@page("/about", "about.html")
def about():
    pass


@page("/sign-in", "sign_in.html")
def sign_in():
    pass


@action("/sign-in", members=False)
def come_in():
    session["me"] = request.form["name"]
    return Outcome(f"{session['me']}, here you are.")


@action("/sign-out")
def go_out():
    session.pop("me")


@action("/books")
def bring():
    name = request.form["title"]
    if not name:
        return Outcome("A copy must have a name.", "naming")
    if name.casefold() in [c.name.casefold() for c in copies]:
        return Outcome(f"There is a copy of {name}.", "naming")
    copies.append(Copy(name, session["me"]))
    return Outcome(arrival(copies[-1]))


def arrival(new):
    to = Markup('Have a look at <a href="/books/{0.number}">{0.name}</a>.')
    return to.format(new)


@page("/books/<int:number>", "copy.html")
def look(number):
    return {"copy": copy(number)}


@action("/books/<int:number>/borrow")
def borrow(number):
    wanted, kept = copy(number), [c for c in copies if c.keeper == session["me"]]
    if wanted.keeper:
        return Outcome(f"{wanted.keeper} keeps {wanted.name}.", "error")
    if len(kept) == 3:
        return Outcome("Your hands are full.", "error")
    wanted.keeper = session["me"]
    return Outcome(f"Keep {wanted.name} well.", "warning" if kept[1:] else "success")


@action("/books/<int:number>/return")
def give_back(number):
    wanted = copy(number)
    if wanted.keeper != session["me"]:
        return None
    wanted.keeper = None
    return Outcome(f"Nobody keeps {wanted.name}.", "info")


@action("/reminders", members=False)
def reminder():
    return Outcome(request.form["text"], request.form.get("kind") or "message")


@page("/broken", "about.html")
def broken():
    raise KeyError("shelf")


@app.errorhandler(404)
@page(None, "error.html", 404)
def not_here(error):
    return {"error": error}


@app.errorhandler(500)
@page(None, "error.html", 500)
def not_well(error):
    return {"error": error}
