"""A place beside a page's own scripts, from which the page is asked. Judges nothing.

Chromium calls it an isolated world: the document is the same, and nothing that a script
of the page has replaced is in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import CDPSession
    from playwright.async_api import Page as Leaf

__all__ = ["World"]

NAME = "flash-course"


class World:
    """What the DevTools protocol tells of one tab, https://chromedevtools.github.io."""

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        self._session: CDPSession | None = None

    async def send(self, method: str, **facts: Any) -> dict[str, Any]:
        """What the browser answers to a command of the protocol."""
        if self._session is None:
            self._session = await self._leaf.context.new_cdp_session(self._leaf)
        answer: dict[str, Any] = await self._session.send(method, facts)
        return answer

    async def listen(
        self, event: str, heard: Callable[[dict[str, Any]], None]
    ) -> Callable[[], None]:
        """Tells of an event of the page, until what this gives is called."""
        await self.send("Page.enable")
        assert self._session is not None  # it has just answered
        session = self._session
        session.on(event, heard)
        return lambda: session.remove_listener(event, heard)

    async def html(self) -> str:
        """The document as it stands by now, written out by the browser itself.

        So no script is put into the page, which takes longer than most pages do.
        """
        document = await self.send("DOM.getDocument", depth=0)
        node = document["root"]["nodeId"]
        return str((await self.send("DOM.getOuterHTML", nodeId=node))["outerHTML"])

    async def run(self, function: str, facts: Sequence[Any]) -> Any:
        """Has the page itself do something, as if a person had touched it.

        What the function gives is copied. Raises Playwright's Error where the page does
        not let it.
        """
        from playwright.async_api import Error

        answer = await self.send(
            "Runtime.evaluate",
            expression=f"({function})({json.dumps(facts)})",
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        if "exceptionDetails" in answer:
            raise Error(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    async def ask(self, function: str, *values: object) -> Any:
        """What a function gives for these values; what it gives is copied."""
        answer = await self._called(function, _given(values), by_value=True)
        return answer.get("value")

    async def ask_of(self, nodes: Iterable[int], function: str) -> Any:
        """What a function gives for these nodes, by the numbers the browser gave."""
        context = await self._context()
        found = [
            await self.send(
                "DOM.resolveNode", backendNodeId=node, executionContextId=context
            )
            for node in nodes
        ]
        handles = [{"objectId": each["object"]["objectId"]} for each in found]
        answer = await self._called(function, handles, by_value=True)
        return answer.get("value")

    async def prefer(self, scheme: str) -> None:
        """Has the system ask pages for their light or dark look from now on."""
        feature = {"name": "prefers-color-scheme", "value": scheme}
        await self.send("Emulation.setEmulatedMedia", features=[feature])

    async def accessible(self, function: str) -> tuple[str, str]:
        """Name and role, as screen readers get them, of the element that it gives."""
        handle = await self._called(function, [], by_value=False)
        found = await self.send(
            "Accessibility.getPartialAXTree",
            objectId=handle["objectId"],
            fetchRelatives=False,
        )
        node = found["nodes"][0]
        return _value(node, "name"), _value(node, "role")

    async def _called(
        self, function: str, arguments: list[dict[str, object]], *, by_value: bool
    ) -> dict[str, Any]:
        answer = await self.send(
            "Runtime.callFunctionOn",
            functionDeclaration=function,
            executionContextId=await self._context(),
            arguments=arguments,
            returnByValue=by_value,
            awaitPromise=True,
        )
        result: dict[str, Any] = answer["result"]
        return result

    async def _context(self) -> int:
        """The number of this place in the page that is in front; it is made once."""
        tree = await self.send("Page.getFrameTree")
        frame = tree["frameTree"]["frame"]["id"]
        world = await self.send(
            "Page.createIsolatedWorld", frameId=frame, worldName=NAME
        )
        return int(world["executionContextId"])


def _given(values: Iterable[object]) -> list[dict[str, object]]:
    return [{"value": value} for value in values]


def _value(node: dict[str, Any], name: str) -> str:
    return str(node.get(name, {}).get("value", ""))
