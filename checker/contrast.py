"""The contrast of two colours by WCAG 2.2: its glossary's relative luminance. Pure."""

from __future__ import annotations

__all__ = ["Pixel", "ratio"]

Pixel = tuple[int, int, int]  # red, green and blue, each from 0 to 255


def ratio(one: Pixel, other: Pixel) -> float:
    """The contrast of two colours, from 1 to 21."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(pixel: Pixel) -> float:
    red, green, blue = (_linear(part / 255) for part in pixel)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
