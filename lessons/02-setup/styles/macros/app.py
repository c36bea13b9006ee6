"""De hoekplank: buren zetten er boeken neer."""

from collections import namedtuple
from os import environ

from flask import Flask, abort, flash, redirect, render_template, request, session

app = Flask(__name__)


def uit_de_omgeving(naam, nodig):
    waarde = environ.get(naam) or None
    if waarde is None and nodig:
        raise ValueError(f"De plank heeft een sleutel nodig in de variabele {naam}.")
    return waarde


app.secret_key = uit_de_omgeving("SECRET_KEY", nodig=True)
oud = uit_de_omgeving("OLD_SECRET_KEY", nodig=False)
if oud is not None:
    app.config["SECRET_KEY_FALLBACKS"] = [oud]

Boek = namedtuple("Boek", "titel gever")
plank = [Boek("Momo", "Beppo"), Boek("De avonden", "Gerard")]


@app.route("/")
def plank_tonen():
    return render_template("plank.html", plank=plank)


@app.route("/search")
def zoeken():
    woord = request.args.get("q", "").lower()
    gevonden = list(filter(lambda boek: woord in boek.titel.lower(), plank))
    if not gevonden:
        flash(f"Geen boek met {request.args['q']} erin")
    return render_template("zoeken.html", gevonden=gevonden)


@app.route("/about")
def over_ons():
    return render_template("over.html")


@app.route("/sign-in", methods=["GET", "POST"])
def binnenkomen():
    if request.method == "POST":
        naam = request.form.get("name", default="").strip() or abort(400)
        session["naam"] = naam
        flash(f"Dag {naam}, welkom bij de plank")
        return redirect("/")
    return render_template("binnen.html")


@app.route("/sign-out", methods=["POST"])
def weggaan():
    session.pop("naam", default=None)
    return redirect("/")


@app.route("/books", methods=["POST"])
def neerzetten():
    naam = session.get("naam") or abort(403)
    boek = Boek(request.form["title"], naam)
    plank.append(boek)
    flash(f"{boek.titel} staat nu op de plank, met dank aan de gever")
    return redirect("/")
