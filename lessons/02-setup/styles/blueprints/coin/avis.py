"""Ce que le site dit aux lecteurs."""

from flask import flash


def bonjour(prenom):
    flash("Bonjour " + prenom + " !")


def rien_trouve(mot):
    flash("Aucun livre ne contient « " + mot + " ».")


def livre_ajoute(titre):
    flash("Merci, « " + titre + " » est sur l'étagère.")
