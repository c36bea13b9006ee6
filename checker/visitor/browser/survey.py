"""Looks for what keeps people from using the page in one tab. Judges nothing.

By axe-core, in the light and in the dark colour scheme, and by rules of our own. Lives
in the browser's thread.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from functools import cache
from importlib.resources import files
from typing import Any

from ...barriers import Barrier, Finding, barriers
from ...endings import OverLimit, TimedOut, Unavailable
from ...html import order_of, parse
from ...markup import regions
from .rules import AXE, DARK, HAS_AXE, HAS_DARK, OWN, SIZE, WHERE
from .sight import REST
from .world import World

__all__ = ["surveyed"]

MOMENT = 1000  # milliseconds that a page may take to move something in
LARGEST = 1500  # elements of a page that is looked at; axe-core takes long for more
MOST = 50  # findings of one page and one rule book
LISTENERS = 200  # elements whose presses are heard
PATIENCE = 30.0  # seconds for all of it
PRESSES = frozenset({"click", "mousedown", "mouseup", "pointerdown", "pointerup"})
MISSING = (
    "To look for barriers, the package axe-playwright-python is needed, and it is not "
    "there. Start the checker with ./course, which installs it."
)


async def surveyed(
    world: World, html: str, *, scripts: bool
) -> tuple[Barrier, ...] | None:
    """The barriers of the page, worst first; None when it changed meanwhile.

    `html` is the page as it was read right before; `scripts` whether it runs its own.
    Raises OverLimit for a page that is too large, TimedOut for one that takes too long
    and Unavailable for one that cannot be looked at.
    """
    try:
        async with asyncio.timeout(PATIENCE), _thinking(world, scripts=scripts):
            return await _surveyed(world, html)
    except TimeoutError:
        raise TimedOut(
            f"The page could not be looked at within {PATIENCE:g} seconds."
        ) from None


@contextlib.asynccontextmanager
async def _thinking(world: World, *, scripts: bool) -> AsyncIterator[None]:
    """Lets ours run where the page's own scripts do not; those stay unread."""
    if scripts:
        yield
        return
    # Said by this session, too: one that never forbade anything allows nothing anew.
    await world.send("Emulation.setScriptExecutionDisabled", value=True)
    await world.send("Emulation.setScriptExecutionDisabled", value=False)
    try:
        yield
    finally:
        await world.send("Emulation.setScriptExecutionDisabled", value=True)


async def _surveyed(world: World, html: str) -> tuple[Barrier, ...] | None:
    size = await world.ask(SIZE)
    if size > LARGEST:
        raise OverLimit(
            f"The page has {size} elements. Only pages of up to {LARGEST} are looked"
            " at for barriers."
        )
    await world.ask(REST, MOMENT)
    if not await world.ask(HAS_AXE):
        await world.ask(f"() => {{{_axe()}\n}}")
    found = await _in_both_schemes(world)
    own = await _own(world, html)
    return None if own is None else barriers([*found, *own])


async def _in_both_schemes(world: World) -> list[Finding]:
    """What axe-core says; of a dark scheme, if there is one, the contrasts as well."""
    if not await world.ask(HAS_DARK):
        return await _by_axe(world, AXE)
    found = await _by_axe(world, AXE)
    await world.prefer("dark")
    try:
        await world.ask(REST, MOMENT)
        return [*found, *await _by_axe(world, DARK)]
    finally:
        await world.prefer("light")


async def _by_axe(world: World, function: str) -> list[Finding]:
    answer = await world.ask(function, MOST) or {}
    if "found" not in answer:
        raise Unavailable(f"axe-core cannot look at the page: {answer.get('error')}.")
    return [Finding(**fact) for fact in answer["found"]]


async def _own(world: World, html: str) -> list[Finding] | None:
    """What our own rules say, of messages and of the whole page."""
    heard, everywhere = await _heard(world)
    root = parse(html)
    order = order_of(root)
    places = [(order[region.mem_id], region.tag) for region in regions(root)]
    answer = await world.ask(OWN, [places, heard, everywhere, MOST])
    if not isinstance(answer, list):
        return None
    return [Finding(**fact) for fact in answer]


async def _heard(world: World) -> tuple[list[int], bool]:
    """The places that hear a press, and whether the whole page does."""
    nodes, everywhere = set(), False
    for thing, depth in (("document", -1), ("window", 1)):
        handle = await world.send("Runtime.evaluate", expression=thing)
        found: dict[str, Any] = await world.send(
            "DOMDebugger.getEventListeners",
            objectId=handle["result"]["objectId"],
            depth=depth,
        )
        pressed = [e for e in found["listeners"] if e["type"] in PRESSES]
        nodes |= {e["backendNodeId"] for e in pressed if "backendNodeId" in e}
        everywhere |= any("backendNodeId" not in e for e in pressed)
    places = await world.ask_of(sorted(nodes)[:LISTENERS], WHERE)
    return [p for p in places if p >= 0], everywhere or -1 in places


@cache
def _axe() -> str:
    """The source of axe-core."""
    try:
        return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    except ModuleNotFoundError:
        raise Unavailable(MISSING) from None
