"""Les pages que l'on ne fait que lire."""

from flask import Blueprint, render_template

from .etagere import LIVRES

plan = Blueprint("pages", __name__)


@plan.route("/")
def accueil():
    return render_template("accueil.html", livres=LIVRES.items())


@plan.route("/about")
def a_propos():
    return render_template("a_propos.html")
