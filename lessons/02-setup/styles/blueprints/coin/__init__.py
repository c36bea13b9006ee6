"""Assemble les trois parties du site."""

from flask import Flask

from . import lecteurs, livres, pages, reglages

application = Flask("coin", template_folder="../templates")
application.config.from_mapping(
    SECRET_KEY=reglages.CLE,
    SECRET_KEY_FALLBACKS=reglages.ANCIENNES,
)
for partie in (pages, lecteurs, livres):
    application.register_blueprint(partie.plan)
