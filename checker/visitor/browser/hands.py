"""What a person does at one tab besides opening addresses and sending forms.

Each act ends with a visit, whether it led to another page or not. Judges nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from ..person import Focus
from .screen import focus
from .sight import SKIP
from .tab import Tab
from .visit import Visit

if TYPE_CHECKING:
    from playwright.async_api import Locator, Response

__all__ = ["asked", "clicked", "named", "pressed", "stepped", "tabbed", "waited"]

PATIENCE = 3000  # milliseconds until a control that cannot be clicked is given up
CONTROLS = ("button", "link", "checkbox", "menuitem", "tab", "switch")
ASK = """([url, kind]) => new Promise(done => {
    const image = document.createElement("img"), link = document.createElement("link");
    const asked = kind === "prefetch" ? link : image;
    asked.addEventListener("load", done); asked.addEventListener("error", done);
    if (kind === "prefetch") {
        link.rel = "prefetch"; link.href = url; document.head.append(link);
    } else image.src = url;
    setTimeout(done, 2000);
})"""


def named(tab: Tab, name: str) -> Locator:
    """The controls with that name, or a part of it, whatever their role."""
    first, *others = (tab.leaf.get_by_role(r, name=name) for r in CONTROLS)  # type: ignore[arg-type]  # these are roles
    for other in others:
        first = first.or_(other)
    return first


async def clicked(tab: Tab, control: Locator) -> tuple[Visit, str]:
    """Clicks on a control, as soon as a mouse can; why it could not, "" if it could."""
    from playwright.async_api import Error

    hindered = []

    async def act() -> None:
        try:
            await control.click(timeout=PATIENCE)
        except Error as error:
            hindered.append(_reason(error.message))

    return await _visit(tab, act), "".join(hindered)


def _reason(message: str) -> str:
    """Playwright's last word on why it could not click, without its own marks."""
    lines = [line.strip(" -") for line in message.splitlines()]
    telling = [line for line in lines if "intercepts" in line or "is not" in line]
    return (telling or lines)[-1]


async def pressed(tab: Tab, key: str) -> Visit:
    """Presses a key."""
    return await _visit(tab, lambda: tab.leaf.keyboard.press(key))


async def tabbed(tab: Tab) -> Focus:
    """Presses Tab, and says where that led; nobody waits for what else it may do."""
    await tab.in_time(tab.leaf.keyboard.press("Tab"))
    found: Focus = await tab.in_time(focus(tab.world))
    return found


async def waited(tab: Tab, seconds: float) -> Visit:
    """Lets time pass for the page's scripts and for the movements of its styles."""

    async def act() -> None:
        await tab.leaf.clock.run_for(int(seconds * 1000))
        await tab.world.ask(SKIP, int(seconds * 1000))

    return await _visit(tab, act)


async def stepped(tab: Tab, *, back: bool) -> Visit:
    """Goes one step in the history. A page that was kept as it stood has no answer."""

    async def act() -> Response | None:
        # Of a page that lives on nothing is loaded, so nothing would end the waiting.
        go = tab.leaf.go_back if back else tab.leaf.go_forward
        response = await go(wait_until="commit", timeout=0)
        if response is not None:
            await tab.leaf.wait_for_load_state("load", timeout=0)
        return response

    return await tab.after(act)


async def asked(tab: Tab, url: str, kind: str) -> Visit:
    """Has the page ask for a file of that kind."""

    async def act() -> None:
        await tab.world.ask(ASK, [url, kind])

    return await tab.after(act)


async def _visit(tab: Tab, act: Callable[[], Awaitable[object]]) -> Visit:
    """What comes of an act that may lead to another page."""
    leaving = asyncio.Event()
    listening = await tab.world.listen(
        "Page.frameRequestedNavigation", lambda _: leaving.set()
    )

    async def done() -> None:
        await act()
        await tab.quiet()
        if leaving.is_set():
            await tab.answered()

    try:
        return await tab.after(done)
    finally:
        listening()
