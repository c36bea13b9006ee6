"""Les lecteurs viennent et s'en vont."""

from flask import Blueprint, redirect, render_template, request, session, url_for

from . import avis

plan = Blueprint("lecteurs", __name__)


@plan.route("/sign-in", methods=["GET", "POST"])
def entrer():
    prenom = request.form.get("name")
    if request.method == "GET" or not prenom:
        return render_template("entrer.html")
    session["lecteur"] = prenom
    avis.bonjour(prenom)
    return redirect(url_for("pages.accueil"), 303)


@plan.route("/sign-out", methods=["POST"])
def sortir():
    session.pop("lecteur", None)
    return redirect(url_for("pages.accueil"), 303)
