"""Makes the Corner Shelf: one call, one app with books of its own."""

import os

from flask import Flask, render_template

from . import doors, stacks
from .stock import Stock


def create_app():
    key = os.getenv("SECRET_KEY", "")
    if key == "":
        raise SystemExit("There is no SECRET_KEY in the environment. Put one there.")
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.from_mapping(
        SECRET_KEY=key,
        SECRET_KEY_FALLBACKS=[k for k in [os.getenv("OLD_SECRET_KEY")] if k],
    )
    stock = Stock()
    doors.register(app)
    stacks.register(app, stock)
    app.register_error_handler(404, lambda _: (render_template("404.html"), 404))
    app.register_error_handler(500, lambda _: (render_template("500.html"), 500))
    return app
