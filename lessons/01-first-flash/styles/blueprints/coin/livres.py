"""Les livres que l'on apporte."""

from flask import Blueprint, redirect, request, session, url_for

from . import avis
from .etagere import LIVRES

plan = Blueprint("livres", __name__, url_prefix="/books")


@plan.route("", methods=["POST"])
def apporter():
    titre = request.form.get("title")
    if titre and "lecteur" in session:
        LIVRES[titre] = session["lecteur"]
        avis.livre_ajoute(titre)
    return redirect(url_for("pages.accueil"), 303)
