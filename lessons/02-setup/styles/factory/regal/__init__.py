"""Baut die Anwendung zusammen: jede bekommt ein Regal für sich."""

from flask import Flask

from . import ansichten, einstellungen


def create_app() -> Flask:
    anwendung = Flask("regal", template_folder="../templates")
    einstellungen.anwenden(anwendung)
    anwendung.extensions["bestand"] = [
        ("Momo", "Beppo"),
        ("Die Wand", "Marlen"),
        ("Der Zauberberg", "Thomas"),
    ]
    ansichten.anmelden_bei(anwendung)
    return anwendung
