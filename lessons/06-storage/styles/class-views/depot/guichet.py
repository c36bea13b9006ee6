"""Le guichet : Flask y demande la session au début et l'y rend à la fin."""

from collections import UserDict
from secrets import token_urlsafe

from flask.sessions import SessionInterface, SessionMixin


class Locker(UserDict, SessionMixin):
    def __init__(self, depot, name=""):
        self.data, self.depot, self.name = {}, depot, name
        self.fresh, self.touched = [], False

    def named(self):
        if not self.name:
            self.name = token_urlsafe(24)
        return self.name

    def get(self, key, default=None):
        if key == "_flashes":
            return self.fresh
        return super().get(key, default)

    def __setitem__(self, key, value):
        self.touched = True
        if key == "_flashes":
            self.fresh = value
        else:
            super().__setitem__(key, value)

    def __delitem__(self, key):
        self.touched = True
        super().__delitem__(key)

    def __contains__(self, key):
        if key == "_flashes":
            waits = self.name and self.depot.any_for(self.name)
            return bool(self.fresh) or bool(waits)
        return super().__contains__(key)

    def pop(self, key, *default):
        if key != "_flashes":
            return super().pop(key, *default)
        self.hand_in()
        self.touched = True
        return self.depot.collect(self.name)

    def clear(self):
        super().clear()
        self.touched, self.fresh = True, []
        if self.name:
            self.depot.close(self.name)

    def hand_in(self):
        if self.fresh:
            self.depot.post(self.named(), self.fresh)
            self.fresh = []


class Guichet(SessionInterface):
    def __init__(self, depot):
        self.depot = depot

    def open_session(self, app, request):
        name = request.cookies.get(self.get_cookie_name(app), "")
        contents = self.depot.contents(name)
        if contents is None:
            return Locker(self.depot)
        locker = Locker(self.depot, name)
        locker.data.update(contents)
        return locker

    def save_session(self, app, locker, response):
        if locker.accessed or locker.touched:
            response.vary.add("Cookie")
        if locker.touched:
            locker.hand_in()
            self.settle(app, locker, response)

    def settle(self, app, locker, response):
        options = {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "samesite": self.get_cookie_samesite(app),
            "httponly": self.get_cookie_httponly(app),
        }
        cookie = self.get_cookie_name(app)
        if locker.data or (locker.name and self.depot.any_for(locker.name)):
            self.depot.put_away(locker.named(), locker.data)
            response.set_cookie(cookie, locker.name, **options)
        elif locker.name:
            self.depot.close(locker.name)
            response.delete_cookie(cookie, **options)
