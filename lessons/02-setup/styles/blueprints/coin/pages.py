"""Les pages que l'on ne fait que lire."""

from flask import Blueprint, render_template, request

from . import avis
from .etagere import LIVRES

plan = Blueprint("pages", __name__)


@plan.route("/")
def accueil():
    return render_template("accueil.html", livres=LIVRES.items())


@plan.route("/search")
def chercher():
    mot = request.args.get("q", "")
    trouves = {t: qui for t, qui in LIVRES.items() if mot.lower() in t.lower()}
    if not trouves:
        avis.rien_trouve(mot)
    return render_template("chercher.html", livres=trouves.items(), mot=mot)


@plan.route("/about")
def a_propos():
    return render_template("a_propos.html")
