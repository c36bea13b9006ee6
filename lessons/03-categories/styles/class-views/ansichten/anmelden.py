from flask import redirect, render_template, request, session, url_for

from .basis import Ansicht


class Tuer(Ansicht):
    def get(self):
        return render_template("tuer.html")

    def post(self):
        session["name"] = request.form["name"]
        return self.melde(f"Willkommen, {self.gast}.", "info")


class Abschied(Ansicht):
    def post(self):
        session.pop("name", None)
        return redirect(url_for("regal"))
