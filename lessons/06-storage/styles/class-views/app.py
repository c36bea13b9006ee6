"""L'Étagère du coin, une classe par adresse."""

import os

from depot import Depot, Guichet
from flask import Flask
from views import errors, people, works


def required(variable, purpose):
    value = os.environ.get(variable)
    if not value:
        raise LookupError(f"{variable} n'est pas dans l'environnement : {purpose}.")
    return value


app = Flask(__name__)
app.secret_key = required("SECRET_KEY", "la clé de cette app")
if "OLD_SECRET_KEY" in os.environ:
    app.config["SECRET_KEY_FALLBACKS"] = [os.environ["OLD_SECRET_KEY"]]
app.session_interface = Guichet(Depot(required("SHELF_DB", "le fichier du dépôt")))

app.add_url_rule("/", view_func=works.Shelf.as_view("shelf"))
app.add_url_rule("/search", view_func=works.Search.as_view("search"))
app.add_url_rule("/books", view_func=works.Add.as_view("add"))
app.add_url_rule("/import", view_func=works.Import.as_view("import"))
app.add_url_rule("/books/latest", view_func=works.Latest.as_view("latest"))
app.add_url_rule("/books/<int:n>", view_func=works.Work.as_view("work"))
app.add_url_rule("/books/<int:n>/rename", view_func=works.Rename.as_view("rename"))
app.add_url_rule("/books/<int:n>/label", view_func=works.Label.as_view("label"))
app.add_url_rule("/books/<int:n>/borrow", view_func=works.Borrow.as_view("borrow"))
app.add_url_rule("/books/<int:n>/return", view_func=works.Return.as_view("return"))
app.add_url_rule("/api/books", view_func=works.Phone.as_view("phone"))
app.add_url_rule("/about", view_func=people.About.as_view("about"))
app.add_url_rule("/sign-in", view_func=people.SignIn.as_view("signin"))
app.add_url_rule("/sign-out", view_func=people.SignOut.as_view("signout"))
app.add_url_rule("/reminders", view_func=people.Remind.as_view("remind"))
app.add_url_rule(
    "/messages/<mark>/dismiss", view_func=people.Dismiss.as_view("dismiss")
)
app.add_url_rule("/today", view_func=people.Today.as_view("today"))
app.add_url_rule("/broken", view_func=errors.Broken.as_view("broken"))
app.register_error_handler(404, errors.missing)
app.register_error_handler(500, errors.crashed)
