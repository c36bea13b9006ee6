from flask import flash, redirect, session, url_for
from flask.views import MethodView

BUECHER = [
    ["The Left Hand of Darkness", "Ursula", ""],
    ["Momo", "Beppo", ""],
    ["Invisible Cities", "Italo", ""],
    ["Middlemarch", "Dorothea", ""],
]


class Ansicht(MethodView):
    """Was alle Ansichten können."""

    @property
    def gast(self):
        return session.get("name")

    def melde(self, text, art):
        flash(text, art)
        return redirect(url_for("regal"))
