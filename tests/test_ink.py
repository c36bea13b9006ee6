"""What of a text stands out is read from two pictures, with it and without it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from checker.visitor.browser.ink import contrasts


def png(colour: tuple[int, int, int]) -> bytes:
    """A picture of ten by ten pixels, the one in its middle of that colour."""
    picture = Image.new("RGB", (10, 10), "white")
    picture.putpixel((5, 5), colour)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def test_contrast_is_that_of_the_pixel_that_stands_out_most() -> None:
    found = contrasts(png((119, 119, 119)), png((255, 255, 255)), [[(4, 4, 3, 3)]])

    assert found == [pytest.approx(4.48, abs=0.01)]


@pytest.mark.parametrize("place", [(0, 0, 3, 3), (20, 4, 3, 3), (-9, -9, 3, 3)])
def test_where_no_pixel_differs_nothing_is_seen(
    place: tuple[float, float, float, float],
) -> None:
    assert contrasts(png((0, 0, 0)), png((255, 255, 255)), [[place], []]) == [1.0, 1.0]
