"""Pictures of a class as inline SVG, by Vega-Lite; what is on them is not decided here.

Vega-Lite runs inside vl-convert, without a browser, and may fetch nothing. The same
numbers give the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import charts

if TYPE_CHECKING:
    from .grading.insight import Insight

__all__ = ["pictures"]

LANGUAGE = "5.20"  # Vega-Lite's version


def pictures(found: Insight, pass_mark: float) -> dict[str, str]:
    """The SVG of each picture by its name; none where it would show nothing.

    Without vl-convert there are none at all: hours of grading are not lost for them,
    and every figure stands in a table.
    """
    if not _can_draw():
        return {}
    drawn = {
        "totals": charts.totals(found, pass_mark),
        "lessons": charts.lessons(found),
        "heat": charts.heat(found),
        "items": charts.items(found),
    }
    return {name: _svg(chart) for name, chart in drawn.items() if chart}


def _can_draw() -> bool:
    try:
        import vl_convert  # noqa: F401  (90 MB: only for those who grade)
    except ImportError:
        return False
    return True


def _svg(chart: charts.Chart) -> str:
    import vl_convert

    whole = {**chart, "config": charts.CONFIG}
    return vl_convert.vegalite_to_svg(whole, LANGUAGE, allowed_base_urls=[])
