"""Les livres."""

from typing import ClassVar

from flask import abort, flash, jsonify, request, session, url_for
from flask.views import MethodView
from markupsafe import Markup

from .base import Action, Page


class Book:
    every: ClassVar[list] = []

    def __init__(self, title, giver):
        self.title, self.giver, self.reader = title, giver, None
        Book.every.append(self)
        self.number = len(Book.every)

    @classmethod
    def number_(cls, n):
        return cls.every[n - 1] if 0 < n <= len(cls.every) else abort(404)

    @classmethod
    def obstacle(cls, title):
        if not title:
            return "Un livre sans titre ?"
        known = {book.title.casefold() for book in cls.every}
        return f"« {title} » est déjà là." if title.casefold() in known else ""


Book("The Left Hand of Darkness", "Ursula")
Book("Momo", "Beppo")
Book("Invisible Cities", "Italo")
Book("Middlemarch", "Dorothea")


class Shelf(Page):
    template = "shelf.html"

    def get(self):
        return self.show(books=Book.every)


class Search(Page):
    template = "search.html"

    def get(self):
        q = request.args.get("q", "").strip()
        hits = [b for b in Book.every if q.casefold() in b.title.casefold()]
        if not hits:
            flash(f"Aucun titre avec « {q} ».")
        return self.show(q=q, hits=hits)


class Add(Action):
    needs_name = True
    template = "shelf.html"

    def post(self):
        title = self.field("title")
        obstacle = Book.obstacle(title)
        if obstacle:
            return self.show(422, books=Book.every, title=title, obstacle=obstacle)
        return self.done(thanks(title))


def thanks(title):
    book = Book(title, session["name"])
    place = url_for("work", n=book.number)
    link = Markup('<a href="{}">{}</a>').format(place, title)
    return Markup("Merci : {} est là.").format(link)


class Import(Action):
    needs_name = True

    def post(self):
        for line in self.field("titles").splitlines():
            title = line.strip()
            obstacle = Book.obstacle(title)
            if not obstacle:
                flash(thanks(title), "success")
            elif title:
                flash(obstacle, "error")
        return self.go("shelf")


class Work(Page):
    template = "work.html"

    def get(self, n):
        return self.show(book=Book.number_(n))


class Latest(Action):
    def get(self):
        return self.go("work", n=len(Book.every))


class Rename(Action):
    needs_name = True
    template = "work.html"

    def post(self, n):
        book, title = Book.number_(n), self.field("title")
        obstacle = Book.obstacle(title)
        if obstacle:
            return self.show(422, book=book, title=title, obstacle=obstacle)
        book.title = title
        return self.done(f"Il s'appelle « {title} ».", "work", n=n)


class Label(Action):
    longest = 40

    def post(self, n):
        title = Book.number_(n).title
        self.print_(title)
        return self.done(f"Étiquette imprimée : {title}", "work", n=n)

    def print_(self, title):
        if len(title) > self.longest:
            raise RuntimeError("étiquette trop courte")


class Borrow(Action):
    needs_name = True

    def post(self, n):
        book, name = Book.number_(n), session["name"]
        held = [b for b in Book.every if b.reader == name]
        if book.reader:
            return self.refused(f"« {book.title} » est chez {book.reader}.")
        if len(held) == 3:
            return self.refused("Trois livres, pas plus.")
        book.reader = name
        if len(held) == 2:
            flash(f"« {book.title} » est votre dernier.", "warning")
            return self.go("shelf")
        return self.done(f"Bonne lecture de « {book.title} ».")


class Return(Action):
    def post(self, n):
        book = Book.number_(n)
        if book.reader and book.reader == session.get("name"):
            book.reader = None
            flash(f"« {book.title} » est revenu.", "info")
        return self.go("shelf")


class Phone(MethodView):
    def post(self):
        sent = request.get_json(silent=True)
        title = sent.get("title", "") if isinstance(sent, dict) else ""
        obstacle = Book.obstacle(title.strip())
        if obstacle:
            return jsonify({"refus": obstacle}), 400
        return jsonify({"numéro": Book(title.strip(), "téléphone").number}), 200
