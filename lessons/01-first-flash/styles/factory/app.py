"""Startet das Eckregal: `flask run` findet die Fabrik."""

from regal import create_app

__all__ = ["create_app"]
