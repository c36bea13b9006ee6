"""The whole shelf in one file."""

import os

from flask import (
    Flask,
    abort,
    flash,
    redirect,
    render_template_string,
    request,
    session,
)
from markupsafe import Markup

app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY") or exit(
    "Not without SECRET_KEY: set that variable to something secret."
)
app.config["SECRET_KEY_FALLBACKS"] = [
    os.environ[n] for n in ["OLD_SECRET_KEY"] if os.environ.get(n)
]

titles = ["The Left Hand of Darkness", "Momo", "Invisible Cities", "Middlemarch"]
givers = ["Ursula", "Beppo", "Italo", "Dorothea"]
takers = ["", "", "", ""]

TOP = """<!doctype html><html lang="en"><title>Shelf</title><body>
{% set looks = {"success": "good", "error": "bad", "warning": "hot", "info": "cold"} %}
{% set words = {"success": "OK", "error": "Sorry", "warning": "Mind", "info": "FYI"} %}
{% set m = get_flashed_messages(with_categories=1) %}
{% if m %}<ul class="toasts">{% for c, t in m if c != inside %}
<li><p class="toast is-{{ looks[c] or 'plain' }}"
role="{{ 'alert' if c == 'error' else 'status' }}"
><span>{{ words[c] or 'Hm' }}:</span> {{ t }}</p></li>
{% endfor %}</ul>{% endif %}<main>"""
END = """</main><hr>
{% if session.name %}<form action=/sign-out method=post>{{ session.name }}
<button>Leave</button></form>{% else %}<a href=/sign-in>Enter</a>{% endif %}
<a href=/>Shelf</a> <a href=/about>About</a></body></html>"""

SHELF = """<h1>Shelf</h1>{% for t in titles %}
{% set n, taker = loop.index, takers[loop.index0] %}
<p><a href="/books/{{ n }}">{{ t }}</a> {{ givers[n - 1] }} {{ taker }}</p>
{% if session.name %}<form method=post
action="/books/{{ n }}/{{ 'return' if taker == session.name else 'borrow' }}">
<button>{{ 'Bring' if taker == session.name else 'Take' }}</button></form>{% endif %}
{% endfor %}
{% if session.name %}<form action=/books method=post>
{% for t in get_flashed_messages(category_filter=['form']) %}
<em class=flash>{{ t }}</em>{% endfor %}
<input name=title aria-label=Title value="{{ typed }}"><button>Put</button>
</form>{% endif %}
<form action=/reminders method=post>
<input name=text aria-label=Text><input name=kind aria-label=Kind>
<button>Note</button></form>"""
BOOK = """<h1>{{ titles[n - 1] }}</h1>{% if session.name %}
<form action="/books/{{ n }}/rename" method=post><input name=title
value="{{ titles[n - 1] if typed is none else typed }}"
aria-label=Title><button>Rename</button></form>{% endif %}
<form action="/books/{{ n }}/label" method=post><button>Label</button></form>"""
SIGN_IN = """<h1>Name?</h1><form action=/sign-in method=post>
<input name=name aria-label=Name>
<input type=hidden name=next value="{{ next }}"><button>Enter</button></form>"""
SEARCH = """<h1>Search</h1>
<form><input name=q value="{{ q }}" aria-label=Word><button>Go</button></form>
{% for t in found %}<p>{{ t }}{% endfor %}"""


def page(middle, code=200, **what):
    what |= {"titles": titles, "givers": givers, "takers": takers}
    return render_template_string(TOP + middle + END, **what), code


def shelf(code=200, typed=""):
    return page(SHELF, code, typed=typed, inside="form" if "name" in session else 0)


def trouble(title):
    if not title:
        return "That title is empty."
    if title.upper() in map(str.upper, titles):
        return f"{title!s} is on the shelf."
    return ""


def known(n):
    n in range(1, len(titles) + 1) or abort(404)
    return titles[n - 1]


def own(url):
    return (
        url.startswith("/")
        and not set(url[1:2]) & set("/\\")
        and url.isprintable()
        and "\\" not in url
    )


app.add_url_rule("/", "home", shelf)
app.add_url_rule("/about", "about", lambda: page("<h1>About</h1><p>For the street."))
app.add_url_rule("/broken", "broken", lambda: page("{{ 1 // 0 }}"))
app.register_error_handler(404, lambda e: page("<h1>No such page</h1>", 404))
app.register_error_handler(500, lambda e: page("<h1>It broke</h1>", 500))


@app.get("/search")
def search():
    q = request.args.get("q", "")
    found = [t for t in titles if q.strip().upper() in t.upper()]
    found or flash("Nothing like " + q)
    return page(SEARCH, q=q, found=found)


@app.route("/sign-in", methods=["GET", "POST"])
def sign_in():
    name = request.form.get("name", "").strip()
    onward = request.values.get("next", "")
    if request.method == "POST":
        if name:
            session["name"] = name
            flash("Hi " + name)
            return redirect(onward if own(onward) else "/")
        flash("No name?", "error")
    return page(SIGN_IN, next=onward)


@app.post("/sign-out")
def sign_out():
    name = session.get("name", "you")
    session.clear()
    flash("Bye " + name)
    return redirect("/")


@app.post("/reminders")
def note():
    kind = request.form.get("kind")
    if request.form["text"].strip():
        flash(request.form["text"].strip(), kind or "message")
    return redirect("/")


@app.post("/books")
def put():
    if not session.get("name"):
        return redirect("/sign-in")
    title = request.form.get("title", "").strip()
    if what := trouble(title):
        flash(what, "form")
        return shelf(400, title)
    titles.append(title)
    givers.append(session["name"])
    takers.append("")
    link = Markup("<a href=/books/{}>{}</a> has come to us").format(len(titles), title)
    flash(link, "success")
    return redirect("/")


@app.get("/books/latest")
def newest():
    return redirect(f"/books/{len(titles)}")


@app.get("/books/<int:n>")
def book(n, code=200, typed=None):
    known(n)
    return page(BOOK, code, n=n, typed=typed)


@app.post("/books/<int:n>/rename")
def rename(n):
    if not session.get("name"):
        return redirect("/sign-in")
    known(n)
    title = request.form.get("title", "").strip()
    if what := trouble(title):
        flash(what, "error")
        return book(n, 400, title)
    titles[n - 1] = title
    flash("New title: " + title, "success")
    return redirect(f"/books/{n}")


@app.post("/books/<int:n>/label")
def label(n):
    title = known(n)
    if len(title) > 40:
        abort(500)
    flash("Printed: " + title, "success")
    return redirect(f"/books/{n}")


@app.post("/books/<int:n>/borrow")
def borrow(n):
    title, name = known(n), session.get("name")
    if not name:
        return redirect("/sign-in")
    if takers[n - 1]:
        flash(f"{takers[n - 1]} took {title}", "error")
    elif takers.count(name) >= 3:
        flash("Three at a time", "error")
    else:
        takers[n - 1] = name
        last = takers.count(name) == 3
        flash(f"Enjoy {title}", "warning" if last else "success")
    return redirect("/")


@app.post("/books/<int:n>/return")
def bring(n):
    if takers[n - 1] and takers[n - 1] == session.get("name"):
        takers[n - 1] = ""
        flash(f"Thanks for {known(n)}", "info")
    return redirect("/")


@app.post("/api/books")
def api():
    title = ((request.get_json(silent=True) or {}).get("title") or "").strip()
    if what := trouble(title):
        return {"error": what}, 422
    titles.append(title)
    givers.append("phone")
    takers.append("")
    return {"n": len(titles)}, 201
