"""What of a text stands out from its ground, by the pixels themselves. Asks no browser.

The contrast is that of each pixel with the text and the same pixel without it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...contrast import Pixel, ratio

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Rectangle", "contrasts"]

Rectangle = tuple[float, float, float, float]  # left, top, width, height in a picture


def contrasts(
    with_text: bytes, without: bytes, places: Sequence[Sequence[Rectangle]]
) -> list[float]:
    """The highest contrast of each text, which stands in so many rectangles.

    Both pictures are PNG files of the same size; 1.0 is for what cannot be seen.
    """
    from PIL import Image

    pictures = (Image.open(io.BytesIO(png)) for png in (with_text, without))
    inked, bare = (picture.convert("RGB") for picture in pictures)
    return [
        max((_contrast(inked, bare, part) for part in parts), default=1.0)
        for parts in places
    ]


def _contrast(inked: Image, bare: Image, part: Rectangle) -> float:
    left, top, width, height = part
    box = (int(left), int(top), round(left + width), round(top + height))
    box = (
        max(box[0], 0),
        max(box[1], 0),
        min(box[2], inked.width),
        min(box[3], inked.height),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        return 1.0
    pairs = set(zip(_pixels(inked.crop(box)), _pixels(bare.crop(box)), strict=True))
    return max(ratio(one, other) for one, other in pairs)


def _pixels(picture: Image) -> list[Pixel]:
    data = picture.tobytes()
    return list(zip(data[::3], data[1::3], data[2::3], strict=True))
