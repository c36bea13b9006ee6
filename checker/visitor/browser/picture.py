"""A picture of what stands in a tab, the places in question outlined. Judges nothing.

The outline is drawn on the picture: the page never has it, and cannot take it away.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...html import order_of, text_of
from ...page import Page
from .sight import PLACES
from .world import World

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Shot", "drawn", "picture", "pictured"]

ABOVE = 100  # pixels of the page above an outlined place that is far down
LINE = 2  # pixels; three lines beside one another, so that any ground shows one
LIGHT, DARK = "#ffffff", "#d5006d"
LEAST = 120  # pixels of the height, however little is on the page
MARGIN = 16  # pixels beside what is on it
NAMED = 5  # outlined places that are named; the others are counted
LONGEST = 120  # characters of the text of one

Box = tuple[int, int, int, int]  # left, top, width, height in the picture


@dataclass(frozen=True)
class Shot:
    """A PNG without outlines, where they belong, and which places those are.

    True is for a place that can be seen itself, False for one that takes up no room,
    where what is around it is outlined instead.
    """

    png: bytes
    boxes: tuple[Box, ...]
    outlined: dict[int, bool]


async def picture(world: World, places: Sequence[int]) -> Shot:
    """What the tab shows with the first of the places in view, and where they are."""
    found = await world.ask(PLACES, list(places), ABOVE)
    shot = await world.send("Page.captureScreenshot", format="png")
    seen = {at: fact for at, fact in zip(places, found, strict=True) if fact}
    boxes = tuple((b[0], b[1], b[2], b[3]) for b in (f["box"] for f in seen.values()))
    outlined = {place: bool(fact["own"]) for place, fact in seen.items()}
    return Shot(base64.b64decode(shot["data"]), boxes, outlined)


def pictured(page: Page, name: str, outlined: dict[int, bool]) -> str:
    """What such a picture shows, in words."""
    said = f"The page {page.path} as {name} had it before them"
    named = [_named(page, place, own) for place, own in outlined.items()]
    if len(named) > NAMED:
        named = [*named[:NAMED], f"{len(named) - NAMED} more"]
    return f"{said}; outlined: {', '.join(named)}." if named else f"{said}."


def drawn(png: bytes, boxes: Sequence[Box]) -> bytes:
    """The picture with the boxes outlined, without what is empty above and below."""
    from PIL import Image, ImageDraw

    image = Image.open(io.BytesIO(png)).convert("RGB")
    pen = ImageDraw.Draw(image)
    for box in boxes:
        for inset, colour in ((0, LIGHT), (LINE, DARK), (2 * LINE, LIGHT)):
            pen.rectangle(_around(box, image, inset), outline=colour, width=LINE)
    top, bottom = _used(image)
    cut = image.crop((0, top, image.width, bottom))
    file = io.BytesIO()
    cut.save(file, "PNG")
    return file.getvalue()


def _around(box: Box, image: Image, inset: int) -> Box:
    """The corners of a line around the box, within the picture however large it is."""
    left, top, width, height = box
    wide = 3 * LINE - inset
    return (
        max(left - wide, inset),
        max(top - wide, inset),
        max(min(left + width + wide, image.width - inset) - 1, inset),
        max(min(top + height + wide, image.height - inset) - 1, inset),
    )


def _used(image: Image) -> tuple[int, int]:
    """From where to where there are rows that are not like the bottom one."""
    from PIL import ImageChops

    empty = image.crop((0, image.height - 1, 1, image.height)).resize(image.size)
    box = ImageChops.difference(image, empty).getbbox() or (0, 0, 0, 0)
    top = max(box[1] - MARGIN, 0)
    return top, min(max(box[3] + MARGIN, top + LEAST), image.height)


def _named(page: Page, place: int, own: bool) -> str:
    where = "" if own else "the place of "
    for message in page.messages:
        if message.index == place:
            return f"{where}the message {_quoted(message.text)}"
    order = order_of(page.root)
    for node in page.root.traverse():
        if order.get(node.mem_id) == place:
            return f"{where}<{node.tag}> {_quoted(text_of(node))}"
    return f"{where}something that came later"


def _quoted(text: str) -> str:
    folded = " ".join(text.split())
    return f"“{folded[:LONGEST]}{'…' if len(folded) > LONGEST else ''}”"
