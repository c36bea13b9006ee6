"""Ce que le site dit aux lecteurs."""

from flask import flash


def bonjour(prenom):
    flash("Bonjour " + prenom + " !")


def livre_ajoute(titre):
    flash("Merci, « " + titre + " » est sur l'étagère.")
