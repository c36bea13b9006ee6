import os

import flask

app = flask.Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY")
assert app.secret_key, "SECRET_KEY has to be set to a long random text"
app.config["SECRET_KEY_FALLBACKS"] = list(
    filter(None, [os.environ.get("OLD_SECRET_KEY")])
)

TITLES = ["The Left Hand of Darkness", "Momo", "Invisible Cities", "Middlemarch"]
GIVERS = ["Ursula", "Beppo", "Italo", "Dorothea"]
READERS = {}  # from a book's number to a name

HEAD = """
<!doctype html>
<html lang="en"><title>Corner Shelf</title>
<style>
.success { color: darkgreen } .error, .notice { color: darkred }
.warning { color: saddlebrown } .info { color: darkblue }
</style>
<p><a href="/">All</a> <a href="/search">Search</a> <a href="/sign-in">Sign in</a></p>
"""
MESSAGES = """
<div class="messages">
{% set labels = {"success": "Yes", "error": "No", "warning": "Hm", "info": "So"} %}
{% for label, text in get_flashed_messages(with_categories=True) %}
  {% if label != "bookform" or not form_here %}
  <div class="message {{ label }}">
    <span class="unseen">{{ labels.get(label) or "And" }}:</span> {{ text }}
  </div>
  {% endif %}
{% endfor %}
</div>
"""
SHELF = """
<ol>
{% for title in titles %}
<li>{{ title }} {{ readers.get(loop.index, "") }}
<form method=post action="/books/{{ loop.index }}/borrow"><button>Take</button></form>
<form method=post action="/books/{{ loop.index }}/return"><button>Return</button></form>
</li>
{% endfor %}
</ol>
{% if form_here %}
<form method=post action="/books"><label>Title <input name=title></label>
{% with problems = get_flashed_messages(category_filter=("bookform",)) %}
{% for problem in problems %}<p class="notice">No: {{ problem }}</p>{% endfor %}
{% endwith %}
<button>Add</button></form>
{% endif %}
<form method=post action="/reminders"><label>Text <input name=text></label>
<label>Kind <input name=kind></label><button>Leave</button></form>
"""
HITS = """
<form><label>Title <input name=q></label><button>Search</button></form>
<ul>{% for title in titles %}<li>{{ title }}</li>{% endfor %}</ul>
"""
ABOUT = "<h1>About</h1><p>Ours.</p>"
DOOR = (
    "<form method=post><label>Name <input name=name></label><button>In</button></form>"
)


def show(body, **values):
    return flask.render_template_string(HEAD + MESSAGES + body, **values)


def back():
    return flask.redirect("/")


def name():
    return flask.session.get("name")


@app.route("/")
def everything():
    return show(SHELF, titles=TITLES, readers=READERS, form_here=bool(name()))


@app.route("/search")
def hits():
    query = flask.request.args.get("q", "")
    titles = [title for title in TITLES if query.lower() in title.lower()]
    if not titles:
        flask.flash(f"No {query} here", "info")
    return show(HITS, titles=titles)


@app.route("/about")
def about():
    return show(ABOUT)


@app.route("/sign-in", methods=["GET", "POST"])
def door():
    if flask.request.method == "GET":
        return show(DOOR)
    flask.session["name"] = flask.request.form["name"]
    flask.flash(f"You are {name()}", "info")
    return back()


@app.route("/sign-out", methods=["POST"])
def out():
    flask.session.pop("name")
    return back()


@app.route("/books", methods=["POST"])
def add():
    title = flask.request.form["title"].strip()
    if not title:
        flask.flash("It needs a title", "bookform")
    elif title.lower() in map(str.lower, TITLES):
        flask.flash(f"{title} is here", "bookform")
    else:
        TITLES.append(title)
        GIVERS.append(name())
        flask.flash(f"Added {title}", "success")
    return back()


@app.route("/books/<int:n>/<any(borrow, return):what>", methods=["POST"])
def move(n, what):
    title, mine = TITLES[n - 1], [k for k, v in READERS.items() if v == name()]
    if what == "return" and n in mine:
        del READERS[n]
        flask.flash(f"{title} is back", "info")
    elif what == "borrow" and n in READERS:
        flask.flash(f"{title} is out", "error")
    elif what == "borrow" and len(mine) == 3:
        flask.flash("Three is the most", "error")
    elif what == "borrow" and len(mine) == 2:
        READERS[n] = name()
        flask.flash(f"{title} is number three, the last", "warning")
    elif what == "borrow":
        READERS[n] = name()
        flask.flash(f"Read {title} soon", "success")
    return back()


@app.route("/reminders", methods=["POST"])
def remind():
    form = flask.request.form
    flask.flash(form["text"], form.get("kind") or "message")
    return back()
