"""Makes the Corner Shelf: one call, one app with books of its own."""

import os

from flask import Flask, render_template

from . import doors, notes, stacks
from .board import Board
from .stock import Stock


def setting(name):
    value = os.getenv(name, "")
    if value == "":
        raise SystemExit(f"There is no {name} in the environment. Put one there.")
    return value


def unkept(page):
    """Whoever goes back looks at the board anew."""
    if page.mimetype == "text/html":
        page.headers["Cache-Control"] = "no-store"
    return page


def create_app():
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.from_mapping(
        SECRET_KEY=setting("SECRET_KEY"),
        SECRET_KEY_FALLBACKS=[k for k in [os.getenv("OLD_SECRET_KEY")] if k],
    )
    stock, board = Stock(), Board(setting("SHELF_DB"))
    app.jinja_env.globals["pins"] = board.look
    app.after_request(unkept)
    doors.register(app, board)
    notes.register(app, board)
    stacks.register(app, stock, board)
    app.register_error_handler(404, lambda _: (render_template("404.html"), 404))
    app.register_error_handler(500, lambda _: (render_template("500.html"), 500))
    return app
