"""Setzt das Eckregal zusammen."""

from flask import Flask, render_template
from regal import buecher, leute, telefon, zettelkasten
from regal.einstellungen import Einstellungen

app = Flask(__name__, template_folder="regal/templates")
app.config.from_object(Einstellungen())
zettelkasten.einrichten(app)
for teil in (leute.bp, buecher.bp, telefon.bp):
    app.register_blueprint(teil)


@app.route("/broken")
def kaputt():
    raise RuntimeError("Absichtlich kaputt.")


@app.errorhandler(404)
def fehlt(_):
    return render_template("fehler.html", satz="Diese Seite gibt es nicht."), 404


@app.errorhandler(500)
def absturz(_):
    return render_template("fehler.html", satz="Da ist uns etwas gerissen."), 500
