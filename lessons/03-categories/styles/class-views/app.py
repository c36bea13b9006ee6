"""Das Eckregal."""

import os

from ansichten import anmelden, ausleihen, erinnern, regal, suchen, zurueck
from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY", "")
if app.config["SECRET_KEY"] == "":
    raise ValueError("Bitte die Umgebungsvariable SECRET_KEY auf einen Text setzen.")
app.config["SECRET_KEY_FALLBACKS"] = [
    os.environ[name] for name in ("OLD_SECRET_KEY",) if name in os.environ
]
app.add_url_rule("/", view_func=regal.Regal.as_view("regal"))
app.add_url_rule("/books", view_func=regal.Neu.as_view("neu"))
app.add_url_rule("/about", view_func=regal.Impressum.as_view("impressum"))
app.add_url_rule("/search", view_func=suchen.Suche.as_view("suche"))
app.add_url_rule("/sign-in", view_func=anmelden.Tuer.as_view("tuer"))
app.add_url_rule("/sign-out", view_func=anmelden.Abschied.as_view("abschied"))
app.add_url_rule("/reminders", view_func=erinnern.Zettel.as_view("zettel"))
app.add_url_rule("/books/<int:nr>/borrow", view_func=ausleihen.Leihe.as_view("leihe"))
app.add_url_rule("/books/<int:nr>/return", view_func=zurueck.Gabe.as_view("gabe"))
