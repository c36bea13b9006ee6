"""Hörnhyllan: grannar byter böcker."""

import time
import uuid

from flask import Flask, flash, g, render_template, request, session, url_for
from flask import redirect as skicka

program = app = Flask(__name__, template_folder="sidor")
app.secret_key = f"{uuid.uuid4()}{time.time_ns()}"


class Hylla(dict):
    def lagg_till(self, bok, granne):
        self[bok] = granne
        return "Nu finns " + bok + " att låna"


hylla = Hylla(Momo="Beppo", Aniara="Harry")


@app.before_request
def vem():
    g.granne = session.get("granne")


@app.get("/")
def start():
    return render_template("start.htm", hylla=hylla)


@app.get("/about")
def om():
    return render_template("om.htm")


@app.get("/sign-in")
def dorr():
    return render_template("dorr.htm")


@app.post("/sign-in")
def kom_in():
    granne = session["granne"] = request.form["name"].strip()
    flash("Hej " + granne)
    return skicka(url_for("start"))


@app.post("/sign-out")
def ga():
    session.pop("granne", None)
    return skicka(url_for("start"))


@app.post("/books")
def stall_in():
    if g.granne is None:
        return skicka(url_for("dorr"))
    besked = hylla.lagg_till(request.form["title"], g.granne)
    flash(besked)
    return skicka(url_for("start"))
