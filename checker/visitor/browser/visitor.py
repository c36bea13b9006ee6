"""A visitor at a real Chromium, with the words of every visitor. Judges nothing."""

from __future__ import annotations

from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import urlencode

from ...cookies import Jar
from ...endings import OverLimit, TimedOut
from ...page import Page
from ...transcript import Step
from ..person import USUAL, How
from ..request import Sent, address
from ..visitor import Came, Street, Visitor, too_many
from ..wire import Request
from .arrival import hop, noted, page_of, step_of
from .chromium import Chromium
from .gate import Exchange
from .tab import Tab
from .visit import Visit

__all__ = ["BrowserVisitor"]

PATIENCE = 120.0  # seconds for an act; what it is made of has shorter limits
FROM_CACHE = "was not asked for: the browser had kept it"
T = TypeVar("T")


class BrowserVisitor(Visitor):
    """A person whose browser is a context of a running Chromium.

    Redirects are followed by the browser itself, but for the first one of a raw answer:
    there the person stays until `follow`.
    """

    def __init__(
        self,
        street: Street,
        name: str,
        chromium: Chromium,
        how: How = USUAL,
        tab: Tab | None = None,
    ) -> None:
        super().__init__(street, name)
        self._chromium = chromium
        self._tab = tab or chromium.tab(street, how)
        self._jar = Jar()

    def get(self, path: str, *, follow: bool = True) -> Page:
        """Opens an address; the page at the end of its redirects, or the first."""
        if not follow:
            return self._open("GET", path)
        return self._arrived(self._went(path, referer=self._referer))

    def follow(self, page: Page) -> Page:
        """The page at the end of the redirects of an answer."""
        if not page.is_redirect:
            return page
        came = (*page.redirects, (page.status, page.location))
        if len(came) > self._street.limits.redirects:
            raise too_many(came)
        if page.status in (307, 308) and page.method == "POST":
            return self.follow(self._hop(page, came))
        target = self._within(page, page.location, "a redirect")
        return self._arrived(self._went(target, referer=self._referer), came)

    def submit(self, page: Page, target: str, **fields: str) -> Page:
        """Fills the form with that button or action, by field or label; raw answer."""
        form = page.form(target)
        page.filled(target, fields)
        self._within(page, form.way(target).action, f"the form “{target}”")
        if page is not self._page:  # another page stands in the tab by now
            return super().submit(page, target, **fields)
        place, values = page.forms.index(form), form.chosen(fields)
        work = self._tab.fill(place, values, form.pressed(target), hold=True)
        visit = self._do(work)
        led = visit.ending or any(e.is_document for e in visit.exchanges)
        if self._tab.kept_by_script and not led:
            return self._by_script(page, visit)
        return self._arrived(visit)

    def post_at_once(
        self, path: str, many: Iterable[Mapping[str, str]]
    ) -> tuple[Page, ...]:
        """Sends forms at the same moment from several tabs of this browser."""
        url = address(self._street.origin, path)
        bodies = [urlencode(list(fields.items())) for fields in many]
        visit = self._do(self._tab.send_at_once(url, bodies))
        pages = self._answers(visit, "POST", url)
        order = {body: place for place, body in enumerate(bodies)}
        return tuple(sorted(pages, key=lambda p: order.get(urlencode(p.sent), -1)))

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies this browser holds now."""
        return self._do(self._tab.cookies())

    def close(self) -> None:
        """Closes this person's browser, in its own time; the app is left at once."""
        self._tab.gate.shut = True
        self._chromium.later(self._tab.close())

    def _plant(self, name: str, value: str) -> None:
        self._jar.plant(name, value)
        self._do(self._tab.plant(name, value))

    def _open(self, method: str, path: str, came: Came = ()) -> Page:
        if method == "HEAD":
            return self._fetched("HEAD", path, None)
        visit = self._went(path, hold=True, referer=self._referer)
        return self._arrived(visit, came)

    def _send(self, path: str, sent: Sent, came: Came = ()) -> Page:
        if len(sent) == 1 and not sent[0][0]:
            return self._fetched("POST", path, sent[0][1])
        url = address(self._street.origin, path)
        return self._arrived(self._do(self._tab.send(url, sent, hold=True)), came)

    def _fetched(self, method: str, path: str, body: str | None) -> Page:
        url = address(self._street.origin, path)
        visit = self._do(self._tab.fetch(method, url, body))
        pages = self._answers(visit, method, url)
        if not pages:
            raise TimedOut(f"The browser did not ask the app for {path}.")
        return pages[-1]

    def _reloaded(self, last: Page) -> Page:
        return self._arrived(self._do(self._tab.again()))

    @property
    def _referer(self) -> str:
        return self._page.url if self._page else ""

    def _went(self, path: str, *, hold: bool = False, referer: str = "") -> Visit:
        url = address(self._street.origin, path)
        return self._do(self._tab.go(url, hold=hold, referer=referer))

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            self._street.require_time()
        except TimedOut:
            work.close()
            raise
        try:
            return self._chromium.do(work, PATIENCE)
        except Exception as error:
            if isinstance(error, TimeoutError) or self._tab.has_ended:
                raise TimedOut("The browser did not answer any more.") from None
            raise

    # from a visit to a page -----------------------------------------------------------

    def _arrived(self, visit: Visit, came: Came = ()) -> Page:
        """Everything into the transcript; the page that stands in the tab for a check.

        Raises what ended the last request, OverLimit for redirects without end, and
        Failure for one that leads out of the app.
        """
        chain = [e for e in visit.exchanges if e.is_document]
        came = (*came, *(hop(e) for e in chain if not e.is_last))
        if visit.stored is not None:
            target = visit.url.removeprefix(self._street.origin)
            request = Request("GET", target, ())
            chain.append(Exchange(request, "document", visit.stored))
            visit.notes.append(f"{request.name} {FROM_CACHE}")
        shown = self._record_all(visit, chain[-1] if chain else None, came)
        if visit.ending is not None:
            raise visit.ending
        if not chain or shown is None:
            raise TimedOut("The browser asked the app for no page.")
        if chain[-1].ending is not None:
            raise chain[-1].ending
        if not chain[-1].is_last or len(came) > self._street.limits.redirects:
            raise self._astray(shown, came)
        return self._seen(shown)

    def _record_all(
        self, visit: Visit, last: Exchange | None, came: Came
    ) -> Page | None:
        """Every exchange into the transcript; the page of the last one."""
        shown = None
        self._record_between(visit)
        for exchange in visit.exchanges:
            html = visit.html if exchange is last else None
            page = page_of(exchange, self._street.origin, came, html)
            self._record(exchange, page, visit)
            shown = page if exchange is last else shown
        if shown is None and last is not None:  # of the browser's cache
            shown = page_of(last, self._street.origin, came, visit.html)
        self._note_all(visit)
        return shown

    def _note_all(self, visit: Visit) -> None:
        for note in visit.notes:
            self._street.record(Step("", note=f"{self.name}: {note}"))

    def _by_script(self, page: Page, visit: Visit) -> Page:
        """The raw answer to what a script of the page sent in the form's place.

        The page itself, as it is by then, where it sent nothing.
        """
        self._record_all(visit, None, ())
        self._page = replace(page, html=visit.html or page.html)
        asked = [e for e in visit.exchanges if e.kind == "empty"]
        if asked and asked[-1].ending is not None:
            raise asked[-1].ending
        return (
            page_of(asked[-1], self._street.origin, (), None) if asked else self._page
        )

    def _answers(self, visit: Visit, method: str, url: str) -> tuple[Page, ...]:
        """The raw answers to what our script asked; the page's own may ask as well."""
        asked, pages = [], []
        self._record_between(visit)
        for exchange in visit.exchanges:
            page = page_of(exchange, self._street.origin, (), None)
            self._record(exchange, page, visit)
            if exchange.kind == "empty" and (page.method, page.url) == (method, url):
                asked.append(exchange)
                pages.append(page)
        self._note_all(visit)
        ended = [*(e.ending for e in asked if e.ending), visit.ending]
        if ended[0] is not None:
            raise ended[0]
        return tuple(pages)

    def _record_between(self, visit: Visit) -> None:
        for exchange in visit.between:
            page = page_of(exchange, self._street.origin, (), None)
            self._record(exchange, page, visit)

    def _record(self, exchange: Exchange, page: Page, visit: Visit) -> None:
        cookies = noted(exchange, self._jar, visit)
        between = any(each is exchange for each in visit.between)
        by_page = between or exchange.is_for_page
        step = step_of(exchange, self.name, page, cookies, by_page=by_page)
        self._street.record(step)

    def _astray(self, page: Page, came: Came) -> OverLimit:
        """What it means that the last redirect was not followed, if it leads anywhere.

        Chromium counts anew where a person goes on from a raw answer, so it may have
        followed one more than we allow: that one is not told.
        """
        self._within(page, came[-1][1], "a redirect")
        return too_many(came[: self._street.limits.redirects + 1])
