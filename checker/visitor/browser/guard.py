"""What a page in a tab is not let do, and how long it is waited for. Judges nothing.

Lives in the browser's thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

from ...endings import OverLimit, TimedOut
from .memory import Memory
from .world import World

if TYPE_CHECKING:
    from playwright.async_api import Dialog
    from playwright.async_api import Page as Leaf

__all__ = ["Guard"]


class Guard:
    """Beside one tab from its beginning; `notes` say what was refused since the last.

    `loaded` is set by whatever ends the loading of a page.
    """

    def __init__(self, leaf: Leaf, world: World, memory: Memory) -> None:
        self.notes: list[str] = []
        self.loaded = asyncio.Event()
        self._world = world
        self._memory = memory
        self._crash: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        leaf.on("load", lambda _: self.loaded.set())
        leaf.on("download", lambda d: self._refuse(f"a download, {d.url}"))
        leaf.once("crash", lambda _: self._crash.set_result(None))
        leaf.on("dialog", self._dismiss)

    async def in_time(self, work: Awaitable[Any], seconds: float) -> Any:
        """What the work gives, unless the tab crashes or is not done in time."""
        task, crash = asyncio.ensure_future(work), self._crash
        done, _ = await asyncio.wait(
            {task, crash}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
        )
        if task in done and crash not in done:
            return task.result()
        task.cancel()
        if crash in done:
            raise OverLimit(await self._memory.why(self._world))
        raise TimedOut(f"The page was not at rest within {seconds:g} seconds.")

    async def _dismiss(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":  # whoever leaves, leaves
            await dialog.accept()
            return
        self.notes.append(f"the page asked: {dialog.message[:200]}")
        await dialog.dismiss()

    def _refuse(self, what: str) -> None:
        self.notes.append(f"refused: {what}")
        self.loaded.set()
