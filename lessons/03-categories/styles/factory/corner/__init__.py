import os

from flask import Flask

from . import pages


def build():
    key = os.environ.get("SECRET_KEY")
    if not key:
        raise SystemExit("Set SECRET_KEY to a long random text before you start.")
    site = Flask(__name__, static_folder="../static")
    site.config.update(SECRET_KEY=key)
    if "OLD_SECRET_KEY" in os.environ:
        site.config["SECRET_KEY_FALLBACKS"] = [os.environ["OLD_SECRET_KEY"]]
    pages.register(site)
    return site
