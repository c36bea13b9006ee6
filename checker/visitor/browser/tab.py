"""One person's browser at one app: where it goes, and what came of it.

Lives in the browser's own thread. Judges nothing; whatever a page tries, a call ends
with a visit or with an Ending.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ...endings import Ending
from ...limits import Limits
from ..person import USUAL, How
from ..visitor import Street
from ..wire import Answer
from .acts import AT_ONCE, BY_FORM, BY_SCRIPT, FILL
from .gate import BLANK, Exchange, Gate, as_sent
from .guard import Guard
from .memory import Memory
from .visit import Visit
from .world import World

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Response
    from playwright.async_api import Page as Leaf

__all__ = ["Tab"]

SIZE = {"width": 1024, "height": 768}
MOMENT, STILL = 0.05, 3  # seconds; so many without a request, and a script has done
OUTSIDE = "not loaded, since it lies outside of the app"


class Tab:
    """A context of its own: cookies, cache and history of one person."""

    def __init__(
        self, context: BrowserContext, leaf: Leaf, gate: Gate, memory: Memory
    ) -> None:
        self.context = context
        self.leaf = leaf
        self.street = gate.street
        self.gate = gate
        self.kept_by_script = False  # the last form: a script did something of its own
        self.world = World(leaf)
        self._memory = memory
        self._guard = Guard(leaf, self.world, memory)
        self._heard: list[Exchange] = []
        self._news = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self.traced = False  # what it does can be kept

    @classmethod
    async def opened(
        cls,
        browser: Browser,
        street: Street,
        how: How = USUAL,
        memory: Memory | None = None,
    ) -> Tab:
        """A browser that has never been anywhere."""
        gate = Gate(street, lambda _: None)  # until there is a tab that acts
        with contextlib.ExitStack() as undo:
            undo.callback(gate.close)
            context = await browser.new_context(
                proxy={"server": gate.address, "bypass": "<-loopback>"},
                accept_downloads=False,
                java_script_enabled=how.scripts,
                viewport=SIZE,  # type: ignore[arg-type]  # a dictionary is what it takes
                locale="en-GB",
            )
            if how.clock:
                await context.clock.install()
            if how.traced:
                await context.tracing.start(screenshots=True, snapshots=True)
            memory = memory or Memory(Limits.tab_memory)
            tab = cls(context, await context.new_page(), gate, memory)
            tab.traced = how.traced
            undo.pop_all()
        return tab

    async def beside(self) -> Tab:
        """Another tab of the same person."""
        leaf = await self.context.new_page()
        tab = Tab(self.context, leaf, self.gate, self._memory)
        tab.traced = self.traced
        return tab

    async def go(self, url: str, *, hold: bool = False, referer: str = "") -> Visit:
        """Opens an address, as one who types it, or from the page called referer."""
        return await self.after(
            lambda: self.leaf.goto(url, referer=referer or None, timeout=0), hold=hold
        )

    async def again(self) -> Visit:
        """Reloads the page."""
        return await self.after(lambda: self.leaf.reload(timeout=0))

    async def send(
        self, url: str, pairs: Iterable[tuple[str, str]], *, hold: bool
    ) -> Visit:
        """Sends a form that holds these values to an address."""
        await self._somewhere()
        facts = [url, [list(pair) for pair in pairs]]
        return await self.after(lambda: self._sent(BY_FORM, facts), hold=hold)

    async def fill(
        self, place: int, values: Mapping[str, str], button: int, *, hold: bool
    ) -> Visit:
        """Fills the form at that place of the page, and presses one of its buttons."""
        facts = [place, [list(pair) for pair in values.items()], button]
        return await self.after(lambda: self._sent(FILL, facts), hold=hold)

    async def send_at_once(self, url: str, bodies: Sequence[str]) -> Visit:
        """Sends forms at the same moment, none of them followed, from a tab beside."""
        beside = await self.context.new_page()

        async def act() -> None:
            await beside.goto(self.street.origin + BLANK)
            await beside.evaluate(AT_ONCE, [url, list(bodies)])

        try:
            return await self.after(act, reading=False)
        finally:
            await beside.close()

    async def fetch(self, method: str, url: str, body: str | None) -> Visit:
        """Sends a request as a script of the page would."""
        await self._somewhere()
        act = partial(self.world.run, BY_SCRIPT, [url, method, body])
        return await self.after(act, reading=False)

    async def cookies(self) -> dict[str, str]:
        """The cookies this browser holds now."""
        held = await self.context.cookies()
        return {cookie["name"]: cookie["value"] for cookie in held}

    async def plant(self, name: str, value: str) -> None:
        """Puts a cookie into the browser."""
        url = self.street.origin
        await self.context.add_cookies([{"name": name, "value": value, "url": url}])

    @property
    def has_ended(self) -> bool:
        """True when the tab is no more: a page closed it, or the browser ended."""
        return self.leaf.is_closed()

    async def close(self) -> None:
        """Closes the browser of this person."""
        with contextlib.suppress(Exception):  # it may have ended itself
            await self.context.close()
        # A thread of its own: one of the loop's would be kept when its work is done.
        threading.Thread(target=self.gate.close, daemon=True).start()

    # the ways of a navigation -------------------------------------------------------

    async def after(
        self,
        act: Callable[[], Awaitable[object]],
        *,
        hold: bool = False,
        reading: bool = True,
    ) -> Visit:
        """Does something, waits until the tab is at rest, and says what came of it."""
        from playwright.async_api import Error

        self.gate.heard, self.gate.hold = self._told, hold
        self._guard.loaded.clear()
        between, self._heard = tuple(self._heard), []
        response = html = ending = None
        try:
            with contextlib.suppress(Error):  # the exchanges tell what it was
                response = await self.in_time(act())
            if reading:
                with contextlib.suppress(Error):  # it is on its way to another page
                    html = await self.in_time(self._html())
        except Ending as error:
            ending = error
        finally:
            self.gate.hold = False
        exchanges, self._heard = tuple(self._heard), []
        stored = None if ending else await self._stored(response, exchanges)
        url, held, notes = self.leaf.url, await self.cookies(), self._noted()
        return Visit(between, exchanges, html, stored, url, held, notes, ending)

    def _noted(self) -> list[str]:
        """What was not let happen since the last visit."""
        notes, self._guard.notes = self._guard.notes, []
        left, self.gate.left = self.gate.left, []
        return [*notes, *(f"{OUTSIDE}: {url[:200]}" for url in left)]

    async def _stored(
        self, response: Response | None, exchanges: tuple[Exchange, ...]
    ) -> Answer | None:
        """The answer that stands in the tab although nobody was asked for it."""
        asked = any(e.is_document and e.is_last for e in exchanges)
        if asked or response is None or not self._within(response.url):
            return None
        headers = as_sent(await response.all_headers())
        return Answer(response.status, headers, await response.body())

    async def in_time(self, work: Awaitable[Any]) -> Any:
        """What the work gives, unless the tab crashes or is not done in time."""
        return await self._guard.in_time(work, self.street.limits.request * 2 + 1)

    async def _sent(self, script: str, facts: list[Any]) -> None:
        """Has the page send a form, and waits for what comes of it."""
        self.kept_by_script = False
        self.kept_by_script = bool(await self.world.run(script, facts))
        await (self.quiet() if self.kept_by_script else self.answered())

    async def quiet(self) -> None:
        """Until nothing is under way any more that the page asks for."""
        still = 0
        while still < STILL:
            await asyncio.sleep(MOMENT)
            still = 0 if self.gate.busy else still + 1

    async def answered(self) -> None:
        """Until the last answer of a form stands in the tab, or nothing will."""
        while not (last := [e for e in self._heard if e.is_document and e.is_last]):
            self._news.clear()
            await self._news.wait()
        answer, held = last[-1].answer, last[-1].held
        if answer is not None and not held and answer.status not in (204, 205):
            await self._guard.loaded.wait()

    async def _html(self) -> str | None:
        if not self._within(self.leaf.url):
            return None
        return await self.world.html()

    def _within(self, url: str) -> bool:
        return url.startswith(self.street.origin + "/")

    async def _somewhere(self) -> None:
        """Forms are sent from a page of the app; a blank one, where there is none."""
        if not self._within(self.leaf.url):
            await self.leaf.goto(self.street.origin + BLANK)

    def _told(self, exchange: Exchange) -> None:
        """From the gate's thread; of several tabs, the one that acted last."""
        self._loop.call_soon_threadsafe(self._hear, exchange)

    def _hear(self, exchange: Exchange) -> None:
        self._heard.append(exchange)
        self._news.set()
