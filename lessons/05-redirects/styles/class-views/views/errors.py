"""Les pages d'erreur."""

from flask import render_template
from flask.views import View


class Broken(View):
    def dispatch_request(self):
        return [][0]


def missing(error):
    return render_template("error.html", title="Rien ici", code=404), 404


def crashed(error):
    return render_template("error.html", title="En panne", code=500), 500
