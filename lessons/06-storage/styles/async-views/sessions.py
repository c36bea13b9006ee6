"""A session in three parts: what the store had, what changed, and new messages."""

import hashlib
import secrets

from flask.sessions import SessionInterface, SessionMixin

GONE = object()


class Parts(SessionMixin):
    def __init__(self, store, ticket=None, stored=None):
        self.store = store
        self.ticket = ticket
        self.stored = stored or {}
        self.changes = {}
        self.outgoing = []
        self.asked = False

    @property
    def key(self):
        if self.ticket is None:
            self.ticket = secrets.token_urlsafe(30)
        return hashlib.blake2b(self.ticket.encode(), digest_size=20).hexdigest()

    @property
    def now(self):
        both = {**self.stored, **self.changes}
        return {name: value for name, value in both.items() if value is not GONE}

    def __getitem__(self, name):
        if name == "_flashes":
            if not self.outgoing:
                raise KeyError(name)  # flash() starts a list of its own then
            return self.outgoing
        return self.now[name]

    def __setitem__(self, name, value):
        if name == "_flashes":
            self.outgoing = value
        else:
            self.changes[name] = value

    def __delitem__(self, name):
        self.changes[name] = GONE

    def __iter__(self):
        return iter(self.now)

    def __len__(self):
        return len(self.now)

    def __contains__(self, name):
        if name == "_flashes":
            old = self.ticket is not None and self.store.waiting(self.key)
            return old or bool(self.outgoing)
        return name in self.now

    def pop(self, name, *default):
        if name == "_flashes":
            self.asked = True
            self.hand_over()
            return self.store.take(self.key)
        return super().pop(name, *default)

    def clear(self):
        self.changes = dict.fromkeys(self.stored, GONE)
        self.outgoing = []
        if self.ticket is not None:
            self.store.drop(self.key)

    def dismiss(self, number):
        self.asked = True
        return self.store.dismiss(self.key, number)

    def hand_over(self):
        if self.changes:
            self.store.save(self.key, self.now)
        if self.outgoing:
            self.store.add(self.key, self.outgoing)
            self.outgoing = []


class ShelfSessions(SessionInterface):
    pickle_based = False

    def __init__(self, store):
        self.store = store

    def open_session(self, app, request):
        found = Parts(
            self.store, request.cookies.get(self.get_cookie_name(app)) or None
        )
        if found.ticket is not None:
            found.stored = self.store.load(found.key)
            if found.stored is not None:
                return found
        return Parts(self.store)

    def save_session(self, app, session, response):
        if session.accessed:
            response.vary.add("Cookie")
        if not (session.changes or session.outgoing or session.asked):
            return
        response.vary.add("Cookie")
        session.hand_over()
        send = response.set_cookie
        if self.store.forget_if_empty(session.key):
            send = self.delete(response)
        send(
            self.get_cookie_name(app),
            session.ticket,
            expires=self.get_expiration_time(app, session),
            domain=self.get_cookie_domain(app),
            path=self.get_cookie_path(app),
            secure=self.get_cookie_secure(app),
            httponly=self.get_cookie_httponly(app),
            samesite=self.get_cookie_samesite(app),
        )

    @staticmethod
    def delete(response):
        def send(name, _value, expires, **flags):
            response.delete_cookie(name, **flags)

        return send
