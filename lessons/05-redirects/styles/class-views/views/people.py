"""Les gens: entrer, sortir, se souvenir."""

from urllib.parse import quote, unquote

from flask import flash, redirect, request, session, url_for

from .base import Action, Page


class About(Page):
    template = "about.html"

    def get(self):
        return self.show()


class SignIn(Page):
    template = "sign_in.html"

    def get(self):
        return self.show(onward=request.args.get("next", ""))

    def post(self):
        name, onward = self.field("name"), request.form.get("next", "")
        if not name:
            flash("Il nous faut un nom.", "error")
            return self.show(422, onward=onward)
        session["name"] = name
        flash(f"Bonjour, {name} !")
        return redirect(self.safe(onward) or url_for("shelf"))

    @staticmethod
    def safe(place):
        """A path and a query of plain characters, or nothing."""
        path, _, query = place.partition("?")
        plain = quote(unquote(path)) == path and "\\" not in query
        if not plain or not query.isprintable() or not path.startswith("/"):
            return None
        return None if path.startswith("//") else place


class SignOut(Action):
    def post(self):
        name = session.pop("name", "voisin")
        session.clear()
        flash(f"À bientôt, {name}.")
        return self.go("shelf")


class Remind(Action):
    def post(self):
        words = [self.field("text"), self.field("kind")]
        if words[0]:
            flash(*filter(None, words))
        return self.go("shelf")
