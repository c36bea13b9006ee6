"""How much memory a page may take, and the end of one that takes more. Judges no app.

V8 limits the values of a page's scripts alone. Buffers, pictures, canvases and elements
stand beside them; what they take is seen in the process of the page.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from .world import World

if TYPE_CHECKING:
    from playwright.async_api import Browser, CDPSession

__all__ = ["Memory"]

PAUSE = 0.1  # seconds between two looks, in which a page can fill some hundred MiB
MIB = 1024 * 1024


class Memory:
    """Looks after the pages of browsers, each of whose processes may hold `most` bytes.

    Lives in the browser's thread.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._ended: set[str] = set()  # pages, by the names the browser gives them
        self._looking: list[asyncio.Task[None]] = []

    async def watch(self, browser: Browser) -> None:
        """Looks at the browser's pages from now on."""
        session = await browser.new_browser_cdp_session()
        session.on("Target.targetCrashed", self._hear)
        self._looking.append(asyncio.create_task(self._look(browser, session)))

    async def why(self, world: World) -> str:
        """The sentence on a page that crashed."""
        from playwright.async_api import Error

        with contextlib.suppress(Error):  # it is no more there to be asked
            told = await world.send("Target.getTargetInfo")
            if told["targetInfo"]["targetId"] in self._ended:
                return f"The page asked for more than {self.most // MIB} MiB of memory."
        return "The tab crashed: the page asks more than a browser has."

    async def close(self) -> None:
        """Looks no more."""
        for task in self._looking:
            task.cancel()
        await asyncio.gather(*self._looking, return_exceptions=True)

    async def _look(self, browser: Browser, session: CDPSession) -> None:
        from playwright.async_api import Error

        with contextlib.suppress(Error):  # the browser has ended
            while True:
                await asyncio.sleep(PAUSE)
                if browser.contexts:
                    await self._weigh(session)

    async def _weigh(self, session: CDPSession) -> None:
        import psutil

        found = await session.send("SystemInfo.getProcessInfo")
        pages = [p["id"] for p in found["processInfo"] if p["type"] == "renderer"]
        for page in pages:
            with contextlib.suppress(psutil.NoSuchProcess):  # it has just ended
                process = psutil.Process(page)
                if process.memory_info().rss > self.most:
                    # From here on the browser says which page a crash was of.
                    await session.send("Target.setDiscoverTargets", {"discover": True})
                    process.kill()

    def _hear(self, crash: dict[str, Any]) -> None:
        """A page whose own scripts ran out of memory has crashed, and was not ended."""
        if crash["status"] == "killed":
            self._ended.add(crash["targetId"])
