"""One Chromium for a whole run, driven from any thread. Knows no app and no check."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from ...doctor import this_machine
from ...errors import NotInstalled
from ...limits import Limits
from ...machine import SHELL, Machine, browsers, examine
from ..person import USUAL, How
from .memory import Memory
from .tab import Tab

if TYPE_CHECKING:
    from playwright.async_api import Browser, Error, Playwright

    from ..visitor import Street

__all__ = ["Chromium"]

START = 60.0  # seconds until a browser is there, on a slow disk
END = 10.0  # seconds for it to go
ARGUMENTS = (
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autofill-server-url=data:,",  # its maker is not asked about a page's forms
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # nothing passes by
    "--js-flags=--max-old-space-size=256",  # MiB of a page's own values
    # Not --disable-threaded-compositing, a tenth less work: it takes no picture then.
    # Of such lists the last counts: the first two are Playwright's own. With the third
    # a page comes into the frame that is there, which is an eighth less work.
    "--enable-features=CDPScreenshotNewSurface,SkipListAccountsWithoutGaiaCookies,"
    "RenderDocument:level/crashed-frame",
)
# What Playwright switches off, and people have on: keeping pages as they were left, and
# a bound on how often a page may change its address. Without that, a page that does so
# for ever leaves the browser no time for the other people at it (measured).
REMEMBERING = "--disable-back-forward-cache"
BOUNDLESS = "--disable-ipc-flooding-protection"
T = TypeVar("T")


class Chromium:
    """A browser that is started once, when it is first needed or by `start`.

    Raises NotInstalled, where Playwright or a browser is missing, with what to do.
    """

    def __init__(
        self, machine: Machine | None = None, tab_memory: int = Limits.tab_memory
    ) -> None:
        self._machine = machine or this_machine()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._playwright: Playwright | None = None
        self._browsers: dict[bool, Browser] = {}
        self._memory = Memory(tab_memory)
        self._starting = asyncio.Lock()
        self.name = ""  # and version of the browser, once it runs

    def start(self) -> None:
        """Starts the browser now."""
        self.do(self._browser(remembering=False), START)

    def tab(self, street: Street, how: How = USUAL) -> Tab:
        """A person's own browser at the app, like that; see Tab."""
        return self.do(self._opened(street, how), START)

    def do(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """Has the browser's thread do something; TimeoutError after so many seconds."""
        task = asyncio.wait_for(work, seconds)
        return asyncio.run_coroutine_threadsafe(task, self._loop).result()

    def later(self, work: Coroutine[Any, Any, object]) -> None:
        """Has the browser's thread do something that nobody waits for."""
        asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self) -> None:
        """Ends the browser and everything that runs for it."""
        if not self._loop.is_closed():
            self.do(self._ended(), END)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(END)
            self._loop.close()

    def __enter__(self) -> Chromium:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def _opened(self, street: Street, how: How) -> Tab:
        browser = await self._browser(how.remembering)
        return await Tab.opened(browser, street, how, self._memory)

    async def _browser(self, remembering: bool) -> Browser:
        """The browser; one that has ended is replaced."""
        async with self._starting:
            there = self._browsers.get(remembering)
            if there is None or not there.is_connected():
                there = await self._launched(remembering)
                await self._memory.watch(there)
                self._browsers[remembering] = there
            return there

    async def _launched(self, remembering: bool) -> Browser:
        playwright = self._playwright or await self._driver()
        self._playwright = playwright
        arguments = list(ARGUMENTS)
        if self._machine.administrator:
            arguments.append("--no-sandbox")  # Chromium refuses its own for root
        tried: list[str] = []
        from playwright.async_api import Error

        for place in browsers(self._machine):
            if remembering and SHELL in place:  # which cannot (measured, Chromium 156)
                continue
            try:
                browser = await playwright.chromium.launch(
                    executable_path=place or None,
                    channel="chromium" if remembering and not place else None,
                    args=arguments,
                    ignore_default_args=[BOUNDLESS, *[REMEMBERING] * remembering],
                )
            except Error as error:
                tried += [f"{place}: {_first_line(error)}"] if place else []
                continue
            self.name = f"Chromium {browser.version}"
            return browser
        raise NotInstalled(self._missing(tried))

    def _missing(self, tried: list[str]) -> str:
        """What is here that did not start, and how to get a browser that does."""
        how = {found.name: found.how for found in examine(self._machine)}["Chromium"]
        return " ".join(["No browser here can be started.", *tried, how])

    async def _driver(self) -> Playwright:
        try:
            from playwright.async_api import async_playwright
        except ImportError:
            raise NotInstalled(
                "To check with a browser, the package playwright is needed, and it is "
                "not there. Start the checker with ./course, which installs it."
            ) from None
        return await async_playwright().start()

    async def _ended(self) -> None:
        await self._memory.close()
        for browser in self._browsers.values():
            await browser.close()
        if self._playwright is not None:
            await self._playwright.stop()


def _first_line(error: Error) -> str:
    return error.message.strip().partition("\n")[0]
