"""Ce que toutes les vues savent faire."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.views import MethodView


class Page(MethodView):
    template = ""

    def show(self, status=200, **values):
        html = render_template(self.template, **values)
        return html, status, {"Cache-Control": "no-store"}

    def field(self, name):
        return request.form.get(name, "").strip()

    def leave(self, note):
        session["_flashes"] = [*session.get("_flashes"), note]


class Action(Page):
    """A view that does something, says so and goes on to another page."""

    needs_name = False

    def dispatch_request(self, **values):
        if self.needs_name and "name" not in session:
            return self.go("signin")
        return super().dispatch_request(**values)

    def go(self, endpoint, **values):
        return redirect(url_for(endpoint, **values))

    def done(self, text, endpoint="shelf", **values):
        flash(text, "success")
        return self.go(endpoint, **values)

    def refused(self, text):
        flash(text, "error")
        return self.go("shelf")
