"""Les gens: entrer, sortir, se souvenir."""

import time
from urllib.parse import quote, unquote

from depot import Note
from flask import (
    abort,
    flash,
    get_flashed_messages,
    redirect,
    request,
    session,
    url_for,
)

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
        kind, text = self.field("kind") or "message", self.field("text")
        seconds, pages = (self.count(name) for name in ("seconds", "times"))
        pinned = bool(self.field("sticky"))
        if seconds or pages or pinned:
            until = time.time() + seconds if seconds else None
            self.leave(Note(kind, text, until, pages, pinned))
        elif text:
            flash(text, kind)
        return self.go("shelf")

    @staticmethod
    def count(name):
        return request.form.get(name, type=int)


class Dismiss(Action):
    def post(self, mark):
        if not session.depot.throw_away(session.name, mark):
            abort(404)
        return self.go("shelf")


class Today(Page):
    template = "today.html"

    def get(self):
        for note in get_flashed_messages(with_categories=True):
            if note.last_page:
                self.leave(note)
        return self.show()
