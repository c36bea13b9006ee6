"""Puts the three parts of the shelf together."""

from os import environ

from flask import Flask
from routes import books, desk, people


class NoKeyError(Exception):
    pass


app = Flask(__name__)
try:
    app.secret_key = environ["SECRET_KEY"] or None
except KeyError:
    app.secret_key = None
if app.secret_key is None:
    raise NoKeyError("The shelf cannot sign its cookies while SECRET_KEY is missing.")
if "OLD_SECRET_KEY" in environ:
    app.config.update(SECRET_KEY_FALLBACKS=[environ["OLD_SECRET_KEY"]])

app.register_blueprint(books.bp)
app.register_blueprint(people.bp)
app.register_blueprint(desk.bp)
