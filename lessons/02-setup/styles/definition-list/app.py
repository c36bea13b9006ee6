"""Hörnhyllan: grannar byter böcker."""

import os

from flask import Flask, flash, g, render_template, request, session, url_for
from flask import redirect as skicka

program = app = Flask(__name__, template_folder="sidor")


class Installningar:
    """Allt som programmet behöver veta utifrån."""

    def __init__(self, miljo):
        self.SECRET_KEY = miljo.get("SECRET_KEY")
        self.SECRET_KEY_FALLBACKS = []
        if miljo.get("OLD_SECRET_KEY"):
            self.SECRET_KEY_FALLBACKS += [miljo["OLD_SECRET_KEY"]]

    def granska(self):
        if self.SECRET_KEY in (None, ""):
            raise Exception("Sätt miljövariabeln SECRET_KEY innan hyllan öppnas.")
        return self


app.config.from_object(Installningar(os.environ).granska())


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


@app.get("/search")
def sok():
    ord_ = request.args.get("q", "")
    traffar = {b: v for b, v in hylla.items() if ord_.lower() in b.lower()}
    if len(traffar) < 1:
        flash("Hittade inget som heter " + ord_)
    return render_template("start.htm", hylla=traffar)


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
