"""Die Ansichten und die Adressen, unter denen sie zu finden sind."""

from flask import Flask, current_app, flash, redirect, render_template, request, session


def anmelden_bei(anwendung: Flask) -> None:
    regel = anwendung.add_url_rule
    regel("/", "regal", zeige_regal)
    regel("/about", "ueber", zeige_ueber)
    regel("/sign-in", "formular", zeige_formular)
    regel("/sign-in", "eintreten", eintreten, methods=["POST"])
    regel("/sign-out", "gehen", gehen, methods=["POST"])
    regel("/books", "stellen", stelle_buch, methods=["POST"])


def zeige_regal():
    return render_template("regal.html", bestand=current_app.extensions["bestand"])


def zeige_ueber():
    return render_template("ueber.html")


def zeige_formular():
    return render_template("anmelden.html")


def eintreten():
    wer = request.form["name"].strip()
    if wer == "":
        return redirect("/sign-in")
    session["wer"] = wer
    flash("Guten Tag, " + wer + ", schön, dass du da bist.")
    return redirect("/")


def gehen():
    session.clear()
    return redirect("/")


def stelle_buch():
    titel = request.form["title"].strip()
    wer = session.get("wer")
    if wer and titel:
        current_app.extensions["bestand"].append((titel, wer))
        flash("Im Regal steht jetzt: " + titel)
    return redirect("/" if wer else "/sign-in")
