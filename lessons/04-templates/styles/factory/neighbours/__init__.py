"""The neighbours' shelf as a package; create_app() puts it together."""

import os
import sys

from flask import Flask

from . import pages
from .library import Library


def create_app():
    key = os.getenv("SECRET_KEY")
    if not key:
        sys.exit("Please set SECRET_KEY before you start the neighbours' shelf.")

    app = Flask(__name__, static_folder="../static")
    app.config["SECRET_KEY"] = key
    app.config["SECRET_KEY_FALLBACKS"] = [
        former for former in [os.getenv("OLD_SECRET_KEY")] if former
    ]
    app.extensions["library"] = Library()
    pages.register(app)
    return app
