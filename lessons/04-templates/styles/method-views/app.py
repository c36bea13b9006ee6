"""Class-based: each address is a MethodView, and Screen is what they have in common."""

from __future__ import annotations

import os
from typing import ClassVar

import flask
from flask.views import MethodView
from markupsafe import Markup

app = flask.Flask("app")
app.config.from_mapping(
    SECRET_KEY=os.environ.get("SECRET_KEY", ""),
    SECRET_KEY_FALLBACKS=list(filter(None, [os.environ.get("OLD_SECRET_KEY")])),
)
if app.config["SECRET_KEY"] == "":
    raise SystemExit("SECRET_KEY is empty or not there, so the app will not start.")


class Item:
    def __init__(self, label: str, of: str) -> None:
        self.label, self.of, self.at = label, of, ""


inventory = [Item(x, "us") for x in ("Dubliners", "Beloved", "Nadja", "Pnin")]


class Screen(MethodView):
    template = ""
    methods_for_members: ClassVar[tuple[str, ...]] = ()

    def render(self, **values: object) -> str:
        return flask.render_template(f"screens/{self.template}.html", **values)

    def say(self, text: str, kind: str = "info") -> None:
        flask.flash(text, category=kind)

    def home(self) -> flask.typing.ResponseReturnValue:
        return flask.redirect(flask.url_for("start"), code=303)

    @property
    def member(self) -> str:
        return flask.session.get("member", "")

    def item(self, number: int) -> Item:
        if number not in range(1, len(inventory) + 1):
            flask.abort(404)
        return inventory[number - 1]

    def dispatch_request(self, **values: object) -> flask.typing.ResponseReturnValue:
        if flask.request.method in self.methods_for_members and not self.member:
            return flask.redirect(flask.url_for("login"))
        return super().dispatch_request(**values)


class Start(Screen):
    template = "start"

    def get(self):
        return self.render(inventory=inventory)


class Search(Screen):
    template = "search"

    def get(self):
        wanted = flask.request.args.get("q", "")
        found = [i for i in inventory if wanted.lower() in i.label.lower()]
        if not found:
            self.say(f"“{wanted}” is not among our books.")
        return self.render(wanted=wanted, found=found)


class About(Screen):
    template = "about"

    def get(self):
        return self.render()


class Login(Screen):
    template = "login"

    def get(self):
        return self.render()

    def post(self):
        name = flask.request.form.get("name", "")
        if not name:
            return self.render()
        flask.session["member"] = name
        self.say(f"You are {name} now.", "success")
        return self.home()


class Logout(Screen):
    def post(self):
        flask.session.pop("member", "")
        return self.home()


class Items(Screen):
    methods_for_members = ("POST",)

    def post(self):
        label = flask.request.form.get("title", "").strip()
        if reason := self.reason_against(label):
            self.say(reason, "form")
            return self.home()
        inventory.append(Item(label, self.member))
        self.welcome(label)
        return self.home()

    def welcome(self, label: str) -> None:
        anchor = Markup('<a href="{to}"><cite>{label}</cite></a> has arrived.')
        to = flask.url_for("item", number=len(inventory))
        self.say(anchor.format(to=to, label=label), "success")

    def reason_against(self, label: str) -> str:
        if not label:
            return "Without a title nobody will find it."
        if any(label.lower() == item.label.lower() for item in inventory):
            return f"{label} is with us already."
        return ""


class OneItem(Screen):
    template = "item"

    def get(self, number):
        return self.render(item=self.item(number))


class Borrow(Screen):
    methods_for_members = ("POST",)

    def post(self, number):
        item = self.item(number)
        mine = sum(1 for other in inventory if other.at == self.member)
        if item.at:
            self.say(f"{item.label} is at {item.at}'s.", "error")
        elif mine == 3:
            self.say("No more than three.", "error")
        else:
            item.at = self.member
            self.say(f"{item.label} goes with you.", ("success", "warning")[mine == 2])
        return self.home()


class Return(Screen):
    methods_for_members = ("POST",)

    def post(self, number):
        item = self.item(number)
        if item.at == self.member:
            item.at = ""
            self.say(f"{item.label} has come back.")
        return self.home()


class Reminders(Screen):
    def post(self):
        form = flask.request.form
        self.say(form.get("text", ""), form.get("kind") or "info")
        return self.home()


class Broken(Screen):
    template = "there-is-no-such-screen"

    def get(self):
        return self.render()


for address, name, view in (
    ("/", "start", Start),
    ("/search", "search", Search),
    ("/about", "about", About),
    ("/sign-in", "login", Login),
    ("/sign-out", "logout", Logout),
    ("/books", "items", Items),
    ("/books/<int:number>", "item", OneItem),
    ("/books/<int:number>/borrow", "borrow", Borrow),
    ("/books/<int:number>/return", "return", Return),
    ("/reminders", "reminders", Reminders),
    ("/broken", "broken", Broken),
):
    app.add_url_rule(address, view_func=view.as_view(name))


def failed(error):
    page = flask.render_template("screens/failed.html", error=error)
    return flask.make_response(page, error.code)


def unread():
    asked = flask.request.headers
    if "prefetch" in asked.get("Sec-Purpose", ""):
        flask.abort(503)
    if flask.request.routing_exception and asked.get("Sec-Fetch-Dest") == "image":
        return flask.request.routing_exception
    return None


app.before_request(unread)
app.register_error_handler(404, failed)
app.register_error_handler(500, failed)
