"""Holt die Schlüssel aus der Umgebung, und gibt auf, wenn keiner da ist."""

import os

from flask import Flask


class OhneSchluesselError(RuntimeError):
    """Ohne Schlüssel hat die Anwendung keinen Sinn."""


def anwenden(anwendung: Flask) -> None:
    neu = os.environ.get("SECRET_KEY", "")
    if neu == "":
        raise OhneSchluesselError(
            "Die Umgebungsvariable SECRET_KEY ist leer oder gar nicht gesetzt."
        )
    anwendung.config["SECRET_KEY"] = neu
    alt = os.environ.get("OLD_SECRET_KEY", "")
    if alt != "":
        anwendung.config["SECRET_KEY_FALLBACKS"] = [alt]
