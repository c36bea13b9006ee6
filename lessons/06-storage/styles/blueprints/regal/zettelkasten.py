"""Flask fragt hier nach der Sitzung; im Cookie steht nur ihre Marke."""

import hashlib
import secrets

from flask.sessions import SessionInterface, SessionMixin

from .ablage import Ablage

ZETTEL = "_flashes"


def einrichten(app):
    app.session_interface = Empfang(Ablage(app.config["ABLAGE"]))


class Sitzung(dict, SessionMixin):
    def __init__(self, ablage, marke=None, inhalt=()):
        super().__init__(inhalt)
        self.ablage = ablage
        self.marke = marke
        self.vorher = dict(inhalt)
        self.neue = []
        self.abgelesen = False

    @property
    def wer(self):
        if self.marke is None:
            self.marke = secrets.token_hex(20)
        return hashlib.sha256(self.marke.encode()).hexdigest()

    @property
    def anders(self):
        return self.abgelesen or bool(self.neue) or dict(self) != self.vorher

    def __contains__(self, name):
        if name != ZETTEL:
            return dict.__contains__(self, name)
        if self.neue:
            return True
        return self.marke is not None and self.ablage.haengt(self.wer)

    def get(self, name, sonst=None):
        if name == ZETTEL:
            return list(self.neue)
        return dict.get(self, name, sonst)

    def __setitem__(self, name, wert):
        if name == ZETTEL:
            self.neue = wert
        else:
            dict.__setitem__(self, name, wert)

    def pop(self, name, *sonst):
        if name != ZETTEL:
            return dict.pop(self, name, *sonst)
        self.ablage.anheften(self.wer, self.neue)
        self.neue = []
        self.abgelesen = True
        return self.ablage.ablesen(self.wer)

    def clear(self):
        dict.clear(self)
        self.neue = []
        if self.marke is not None:
            self.ablage.abreissen(self.wer)


class Empfang(SessionInterface):
    def __init__(self, ablage):
        self.ablage = ablage

    def open_session(self, app, request):
        marke = request.cookies.get(self.get_cookie_name(app))
        if marke:
            bekannt = Sitzung(self.ablage, marke)
            inhalt = self.ablage.besuch(bekannt.wer)
            if inhalt is not None:
                return Sitzung(self.ablage, marke, inhalt)
        return Sitzung(self.ablage)

    def save_session(self, app, session, response):
        response.vary.add("Cookie")
        if response.mimetype == "text/html":
            response.headers["Cache-Control"] = "no-store"
        if not session.anders:
            return
        if session.neue:
            self.ablage.anheften(session.wer, session.neue)
        wo = {"domain": self.get_cookie_domain(app), "path": self.get_cookie_path(app)}
        if session or self.ablage.haengt(session.wer):
            self.ablage.merken(session.wer, dict(session))
            response.set_cookie(
                self.get_cookie_name(app),
                session.marke,
                httponly=self.get_cookie_httponly(app),
                secure=self.get_cookie_secure(app),
                samesite=self.get_cookie_samesite(app),
                **wo,
            )
        else:
            self.ablage.vergessen(session.wer)
            response.delete_cookie(self.get_cookie_name(app), **wo)
