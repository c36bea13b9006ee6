"""Assemble les trois parties du site."""

import os

from flask import Flask

from . import lecteurs, livres, pages

application = Flask("coin", template_folder="../templates")
application.secret_key = os.urandom(16)
for partie in (pages, lecteurs, livres):
    application.register_blueprint(partie.plan)
