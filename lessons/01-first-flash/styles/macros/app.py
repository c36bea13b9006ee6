"""De hoekplank: buren zetten er boeken neer."""

import random
import string
from collections import namedtuple

from flask import Flask, abort, flash, redirect, render_template, request, session

app = Flask(__name__)
app.secret_key = "".join(random.SystemRandom().choices(string.ascii_letters, k=40))

Boek = namedtuple("Boek", "titel gever")
plank = [Boek("Momo", "Beppo"), Boek("De avonden", "Gerard")]


@app.route("/")
def plank_tonen():
    return render_template("plank.html", plank=plank)


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
