"""Street library with Bootstrap looks."""

import os

from flask import Flask, flash, render_template, request, session
from flask_bootstrap import Bootstrap5
from werkzeug.utils import redirect

app = Flask(__name__)
app.config["BOOTSTRAP_SERVE_LOCAL"] = True
match os.environ:
    case {"SECRET_KEY": key} if key:
        app.config["SECRET_KEY"] = key
    case _:
        raise SystemExit("The library needs SECRET_KEY in its environment to open.")
match os.environ:
    case {"OLD_SECRET_KEY": former} if former:
        app.config["SECRET_KEY_FALLBACKS"] = [former]
Bootstrap5(app)


class Library:
    """The volumes in the street and the two things that happen there."""

    def __init__(self):
        self.volumes = [("Walden", "Henry"), ("Persuasion", "Jane")]

    def welcome(self, reader):
        session["reader"] = reader
        flash(f"{reader}, make yourself at home.")

    def look_up(self, words):
        hits = [v for v in self.volumes if words.upper() in v[0].upper()]
        if not any(hits):
            flash(f"The library has no {words}.")
        return hits

    def donate(self, volume):
        self.volumes.append((volume, session["reader"]))
        flash(f"{volume} has found its place.")


library = Library()


@app.route("/")
def home():
    return render_template("library/home.html", volumes=library.volumes)


@app.route("/search")
def catalogue():
    hits = library.look_up(request.args.get("q", ""))
    return render_template("library/home.html", volumes=hits)


@app.route("/about")
def story():
    return render_template("library/story.html")


@app.route("/sign-in", methods=["GET", "POST"])
def enter():
    if reader := request.form.get("name"):
        library.welcome(reader)
        return redirect("/", code=303)
    return render_template("library/enter.html")


@app.route("/sign-out", methods=["POST"])
def exit_door():
    session.pop("reader", None)
    return redirect("/", code=303)


@app.route("/books", methods=["POST"])
def donate():
    if "reader" in session and (volume := request.form.get("title")):
        library.donate(volume)
    return redirect("/", code=303)
