"""Sessions kept on the server. The cookie holds a random id and nothing else."""

import hashlib
import secrets
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from store import Store


def key_of(token: str) -> str:
    """A session's name in the store: a hash, so a copied file opens no session."""
    return hashlib.sha256(token.encode()).hexdigest()


class ShelfSession(CallbackDict[str, Any], SessionMixin):
    """A dict that knows what has changed in it and where it is stored."""

    modified = False  # a key of this dict was written or taken out

    def __init__(
        self, store: Store, token: str = "", data: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, ShelfSession.note_change)
        self.store = store
        self.token = token  # what the cookie says; "" for a newcomer
        self.flashed: list[Any] = []  # in this request, not in the store yet
        self.drained = False  # messages were taken out of the store

    def note_change(self) -> None:
        self.modified = True

    @property
    def key(self) -> str:
        """Its name in the store; a newcomer gets a token, chosen by us."""
        self.token = self.token or secrets.token_urlsafe(32)
        return key_of(self.token)

    def get(self, name: str, default: Any = None) -> Any:
        """flash() asks for the list of messages, adds to it …"""
        if name == "_flashes":
            return self.flashed or default
        return super().get(name, default)

    def __setitem__(self, name: str, value: Any) -> None:
        """… and puts it back."""
        if name == "_flashes":
            self.flashed = value
            return
        super().__setitem__(name, value)

    def __contains__(self, name: object) -> bool:
        """get_flashed_messages() asks whether there are messages …"""
        if name == "_flashes":
            return bool(self.flashed or (self.token and self.store.waiting(self.key)))
        return super().__contains__(name)

    def pop(self, name: str, *default: Any) -> Any:
        """… and takes them all."""
        if name == "_flashes":
            self.write()  # what this very request has flashed is shown as well
            self.drained = True
            return self.store.take(self.key)
        return super().pop(name, *default)

    def clear(self) -> None:
        """Nothing is left, not even a message that nobody has seen."""
        super().clear()
        self.flashed = []
        if self.token:
            self.drained = True
            self.store.drop(self.key)

    def dismiss(self, id: int) -> bool:
        """Throw away one message of this visitor; False when it is not theirs."""
        self.drained = True
        return self.store.dismiss(self.key, id)

    def write(self) -> None:
        """Store what this request changed, and nothing that it only read."""
        if self.modified:
            self.store.save(self.key, dict(self))
        if self.flashed:
            self.store.add(self.key, self.flashed)
            self.flashed = []


class ShelfSessions(SessionInterface):
    """Opens a session when a request begins and saves it when the answer is ready."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def open_session(self, app: Flask, request: Request) -> ShelfSession:
        token = request.cookies.get(self.get_cookie_name(app))
        data = self.store.load(key_of(token)) if token else None
        if token and data is not None:
            return ShelfSession(self.store, token, data)
        return ShelfSession(self.store)

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        name, flags = self.get_cookie_name(app), self.cookie_flags(app)
        if session.accessed:
            response.vary.add("Cookie")
        if not (session.modified or session.flashed or session.drained):
            return
        response.vary.add("Cookie")
        session.write()
        if self.store.forget_if_empty(session.key):
            response.delete_cookie(name, **flags)
        else:
            expires = self.get_expiration_time(app, session)
            response.set_cookie(name, session.token, expires=expires, **flags)

    def cookie_flags(self, app: Flask) -> dict[str, Any]:
        """What the app's configuration says about the cookie."""
        return {
            "domain": self.get_cookie_domain(app),
            "path": self.get_cookie_path(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }
