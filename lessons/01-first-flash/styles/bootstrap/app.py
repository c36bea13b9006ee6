"""Street library with Bootstrap looks."""

import base64
import os

from flask import Flask, flash, render_template, request, session
from flask_bootstrap import Bootstrap5
from werkzeug.utils import redirect

app = Flask(__name__)
app.config |= {
    "SECRET_KEY": base64.b64encode(os.urandom(30)),
    "BOOTSTRAP_SERVE_LOCAL": True,
}
Bootstrap5(app)


class Library:
    """The volumes in the street and the two things that happen there."""

    def __init__(self):
        self.volumes = [("Walden", "Henry"), ("Persuasion", "Jane")]

    def welcome(self, reader):
        session["reader"] = reader
        flash(f"{reader}, make yourself at home.")

    def donate(self, volume):
        self.volumes.append((volume, session["reader"]))
        flash(f"{volume} has found its place.")


library = Library()


@app.route("/")
def home():
    return render_template("library/home.html", volumes=library.volumes)


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
