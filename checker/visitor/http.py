"""A visitor who speaks HTTP and keeps a browser's rules. Judges nothing."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import urlsplit

from ..cookies import Jar
from ..page import Headers, Page
from ..transcript import Step
from .request import Sent, address, text, written
from .visitor import KEPT, Came, Street, Visitor
from .wire import Answer, Request

__all__ = ["HttpVisitor"]


class HttpVisitor(Visitor):
    """A person whose browser is this module."""

    def __init__(self, street: Street, name: str) -> None:
        super().__init__(street, name)
        self._jar = Jar()

    def post_at_once(
        self, path: str, many: Iterable[Mapping[str, str]]
    ) -> tuple[Page, ...]:
        """Sends forms at the same moment from several tabs of this browser."""
        forms = [tuple(fields.items()) for fields in many]
        requests = [self._request("POST", path, sent) for sent in forms]
        with ThreadPoolExecutor(max(len(requests), 1)) as tabs:
            answers = list(tabs.map(self._carried, requests, forms))
        return tuple(
            self._arrive(request, sent, answer)
            for request, sent, answer in zip(requests, forms, answers, strict=True)
        )

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies this browser holds now."""
        return self._jar.held(time.time())

    def _plant(self, name: str, value: str) -> None:
        self._jar.plant(name, value)

    def _open(self, method: str, path: str, came: Came = ()) -> Page:
        request = self._request(method, path, ())
        return self._arrive(request, (), self._carried(request, ()), came)

    def _send(self, path: str, sent: Sent, came: Came = ()) -> Page:
        request = self._request("POST", path, sent)
        return self._arrive(request, sent, self._carried(request, sent), came)

    def _carried(self, request: Request, sent: Sent) -> Answer:
        """The answer; a request without one is in the transcript all the same."""
        try:
            return self._street.carry(request)
        except Exception:
            self._street.record(self._step(request, sent, note="no answer"))
            raise

    def _request(self, method: str, path: str, sent: Sent) -> Request:
        url = address(self._street.origin, path)
        cookies = self._jar.header(urlsplit(url).path, time.time())
        referer = self._page.url if self._page else ""
        return written(method, url, sent, referer=referer, cookies=cookies)

    def _arrive(
        self, request: Request, sent: Sent, answer: Answer, came: Came = ()
    ) -> Page:
        """Cookies into the jar, the step into the transcript, the page for a check."""
        notes = tuple(
            self._jar.take(value, request.target.partition("?")[0], time.time())
            for name, value in answer.headers
            if name == "set-cookie"
        )
        page = Page(
            self._street.origin + request.target,
            request.method,
            answer.status,
            Headers(answer.headers),
            text(answer),
            came,
            sent,
        )
        step = replace(
            self._step(request, sent),
            status=page.status,
            location=page.location,
            set_cookies=notes,
            messages=tuple(m.text for m in page.messages),
            body=page.html[:KEPT],
        )
        self._street.record(step)
        return self._seen(page)

    def _step(self, request: Request, sent: Sent, note: str = "") -> Step:
        cookies = dict(request.headers).get("Cookie", "")
        url = self._street.origin + request.target
        return Step(self.name, request.method, url, sent, cookies, note=note)
