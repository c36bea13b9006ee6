"""Baut die Anwendung zusammen: jede bekommt ein Regal für sich."""

import secrets

from flask import Flask

from . import ansichten


def create_app() -> Flask:
    anwendung = Flask("regal", template_folder="../templates")
    anwendung.config["SECRET_KEY"] = secrets.token_urlsafe(32)
    anwendung.extensions["bestand"] = [
        ("Momo", "Beppo"),
        ("Die Wand", "Marlen"),
        ("Der Zauberberg", "Thomas"),
    ]
    ansichten.anmelden_bei(anwendung)
    return anwendung
