"""What one tab shows to the eye and takes from the hand. Lives in the browser's thread.

Judges nothing; whoever asks says which elements are meant.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...html import order_of, parse
from ...messages import Message, messages
from ..person import Focus, Look
from .ink import Rectangle, contrasts
from .sight import FOCUS, FOCUSED, INK, MEASURE, REST
from .world import World

__all__ = ["focus", "in_the_dark", "looks"]

MOMENT = 1000  # milliseconds that a page may take to move a message in
SHARP = 3  # pixels of a picture for one of the page, so that thin strokes are whole
LEAST = 1.1  # contrast below which nobody sees that there is a text
WIDEST, HIGHEST = 1024, 2400  # of a picture, in pixels of the page
TRIES = 3  # times that a page may change while it is looked at

Place = tuple[int, str]  # of an element among all, and its tag


class _Changed(Exception):
    """The page is another one than the one that was read."""


@dataclass(frozen=True)
class _Text:
    text: str
    boxes: tuple[Rectangle, ...]
    why: str
    large: bool


async def looks(world: World, html: str) -> tuple[Look, ...] | None:
    """How the messages of the page look; None when it changed while it was asked.

    `html` is the page as it was read right before.
    """
    await world.ask(REST, MOMENT)
    found = messages(parse(html))
    if not found:
        return ()
    places = _places(html, found)
    try:
        measured = await _asked(world, MEASURE, places)
        texts = [[_text(fact) for fact in one["texts"]] for one in measured]
        seen = await _contrasts(world, places, texts)
    except _Changed:
        return None
    return tuple(
        _look(message, own, ratios, one["colours"])
        for message, own, ratios, one in zip(found, texts, seen, measured, strict=True)
    )


async def in_the_dark(world: World, html: str) -> tuple[Look, ...] | None:
    """The same for somebody who asks pages for a dark look."""
    await world.prefer("dark")
    try:
        return await looks(world, html)
    finally:
        await world.prefer("light")


async def focus(world: World) -> Focus:
    """What the keyboard is at."""
    tag, place = await world.ask(FOCUS)
    name, role = await world.accessible(FOCUSED)
    return Focus(tag, name, role, place)


def _places(html: str, found: Sequence[Message]) -> list[Place]:
    root = parse(html)
    order = order_of(root)
    tags = {order[n.mem_id]: n.tag or "" for n in root.traverse() if n.mem_id in order}
    return [(message.index, tags[message.index]) for message in found]


async def _asked(world: World, function: str, facts: list[Any]) -> Any:
    """What a function tells of elements. Raises _Changed if they are others by now."""
    told = await world.ask(function, facts)
    if told is None:
        raise _Changed
    return told


async def _contrasts(
    world: World, places: list[Place], texts: list[list[_Text]]
) -> list[list[float]]:
    """The contrast of each text of each message, by two pictures of where they are."""
    boxes = [box for own in texts for text in own for box in text.boxes]
    area = _around(boxes)
    if area is None:
        return [[1.0 for _ in own] for own in texts]
    with_text = await _shot(world, area, SHARP)
    before = await _asked(world, INK, [places, None])
    without = await _shot(world, area, SHARP)
    await world.ask(INK, [places, before])
    return [
        contrasts(
            with_text, without, [[_within(b, area) for b in t.boxes] for t in own]
        )
        for own in texts
    ]


def _around(boxes: Sequence[Rectangle]) -> Rectangle | None:
    """The part of the page that holds the boxes, none of it far beyond its edges."""
    seen = [b for b in boxes if b[2] > 0 and b[3] > 0 and b[0] < WIDEST and b[1] >= 0]
    if not seen:
        return None
    left, top = max(min(b[0] for b in seen), 0.0), min(b[1] for b in seen)
    right = min(max(b[0] + b[2] for b in seen), float(WIDEST))
    bottom = min(max(b[1] + b[3] for b in seen), top + HIGHEST)
    return (left, top, right - left, bottom - top) if right > left else None


def _within(box: Rectangle, area: Rectangle) -> Rectangle:
    left, top, width, height = box
    at = (left - area[0]) * SHARP, (top - area[1]) * SHARP
    return *at, width * SHARP, height * SHARP


async def _shot(world: World, area: Rectangle, scale: int) -> bytes:
    left, top, width, height = area
    clip = {"x": left, "y": top, "width": width, "height": height, "scale": scale}
    shot = await world.send(
        "Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True
    )
    return base64.b64decode(shot["data"])


def _text(facts: dict[str, Any]) -> _Text:
    boxes = tuple((b[0], b[1], b[2], b[3]) for b in facts["boxes"])
    text = " ".join(str(facts["text"]).split())
    return _Text(text, boxes, facts["why"], facts["large"])


def _look(
    message: Message,
    texts: Sequence[_Text],
    ratios: Sequence[float],
    colours: Sequence[str],
) -> Look:
    seen = [(t, r) for t, r in zip(texts, ratios, strict=True) if r >= LEAST]
    unseen = [t for t, r in zip(texts, ratios, strict=True) if r < LEAST]
    return Look(
        message,
        " ".join(t.text for t, _ in seen),
        unseen[0].why if unseen else "",
        min((r for _, r in seen), default=1.0),
        all(t.large for t, _ in seen),
        frozenset(colours),
    )
