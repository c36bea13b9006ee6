"""An X-ray in a notebook: visitors use an app of this process, and the cell shows it.

Visits the app and hands over what happened; what that looks like is render/xray.py's.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from ..endings import Ending
from ..page import Page
from ..render import xray as drawing
from ..render.xray_words import lines
from ..transcript import Step
from ..visitor.http import HttpVisitor
from ..visitor.visitor import Field
from ..visitor.wsgi import InProcess
from ..xray import exchanges

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

__all__ = ["XRay", "xray"]

DRAWN: Counter[str] = Counter()  # how often a picture was drawn in this process


def xray(app: WSGIApplication, visitors: int = 1) -> XRay:
    """A look at what goes over the wire while visitors use the app."""
    return XRay(app, visitors)


class XRay:
    """A chain of requests to one app; the last line of a cell shows it as a picture.

    Each word sends a request and gives the X-ray back, so that another can follow. As
    in a browser redirects are followed, each as a step of its own.
    """

    def __init__(self, app: WSGIApplication, visitors: int = 1) -> None:
        self._street = InProcess(app)
        self._visitors: dict[int, HttpVisitor] = {}
        self._pages: dict[str, Page] = {}
        for number in range(1, visitors + 1):
            self.visitor(number)
        self.visitor(1)

    def visitor(self, number: int) -> XRay:
        """From now on it is this visitor's turn; each has a browser of their own."""
        name = f"Visitor {number}"
        self._visitor = self._visitors.setdefault(
            number, HttpVisitor(self._street, name)
        )
        return self

    def get(self, path: str, *, follow: bool = True) -> XRay:
        """Opens an address."""
        return self._do(lambda: self._visitor.get(path, follow=follow))

    def head(self, path: str) -> XRay:
        """Asks only for the headers of an address, as link checkers do."""
        return self._do(lambda: self._visitor.head(path))

    def post(self, path: str, /, *, follow: bool = True, **fields: Field) -> XRay:
        """Sends a form."""
        return self._do(lambda: self._visitor.post(path, **fields), follow=follow)

    def post_json(self, path: str, value: object, *, follow: bool = True) -> XRay:
        """Sends JSON, as a script would."""
        return self._do(lambda: self._visitor.post_json(path, value), follow=follow)

    def follow(self) -> XRay:
        """Goes where this visitor's last answer redirects."""
        if self._visitor.name not in self._pages:
            raise ValueError("This visitor has no answer to follow. Get one first.")
        return self._do(lambda: self._pages[self._visitor.name], follow=True)

    def reload(self) -> XRay:
        """The last page again, as F5 does."""
        return self._do(self._visitor.reload)

    def post_at_once(self, path: str, many: Iterable[Mapping[str, str]]) -> XRay:
        """Sends several forms at the same moment, from tabs of one browser."""
        self._visitor.post_at_once(path, many)
        return self

    def set_cookie(self, name: str, value: str) -> XRay:
        """Plants a cookie, as a person with browser tools can."""
        self._visitor.set_cookie(name, value)
        return self

    def restart(self, app: WSGIApplication) -> XRay:
        """From now on this app answers at the same address."""
        self._street.app = app
        self._street.record(Step("", note="the app is restarted"))
        return self

    def _do(self, send: Callable[[], Page], *, follow: bool = False) -> XRay:
        """What a visitor does; where the app's answer ends it, the picture says so."""
        who = self._visitor
        try:
            page = self._pages[who.name] = send()
            if follow:
                self._pages[who.name] = who.follow(page)
        except Ending as ending:
            self._street.record(Step("", note=str(ending)))
        return self

    def _repr_html_(self) -> str:
        found = exchanges(self._street.steps)
        body = drawing.fragment(found, "x")
        # Radio buttons and ids must not meet those of another picture on the page.
        mark = hashlib.sha256(body.encode()).hexdigest()[:8]
        DRAWN[mark] += 1
        return drawing.fragment(found, f"x{mark}-{DRAWN[mark]}")

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return "\n".join(lines(exchanges(self._street.steps)))
