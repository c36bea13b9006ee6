"""What is on a class's pictures, in Vega-Lite's words. Pure: draws nothing.

Colours are CSS variables of the page around them, so that light, dark and paper are its
choice. Every mark says in words what it shows, and no colour says anything alone.
"""

from __future__ import annotations

from typing import Any

from .grading.insight import CheckInsight, Insight, LessonInsight
from .grading.items import POOR
from .render.class_words import name
from .render.look import visible
from .render.numbers import number

__all__ = ["CONFIG", "Chart", "heat", "items", "lessons", "totals"]

Chart = dict[str, Any]  # Vega-Lite is JSON
INK, QUIET, LINE, BAR = "var(--ink)", "var(--quiet)", "var(--line)", "var(--bar)"
WIDTH, LABELS, ROW, CELL = 640, 150, 30, 27
# Vega measures texts by the fonts it brings, so the layout is the same everywhere.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
CONFIG: Chart = {
    "font": FONT,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "domainColor": QUIET,
        "tickColor": QUIET,
        "gridColor": LINE,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": LABELS,
    },
    "legend": {"labelColor": INK, "labelFontSize": 12, "symbolStrokeWidth": 2},
    "text": {"color": INK, "fontSize": 12},
}
SAID: Chart = {"description": {"field": "said"}}
COUNTS = {"tickMinStep": 1, "tickCount": 4, "format": "d"}
TENS = {"values": list(range(0, 101, 10)), "grid": False}
BARE = {"ticks": False, "domain": False, "labelPadding": 6}
ROWS = {"field": "lesson", "type": "nominal", "title": None, "sort": None, "axis": BARE}
# Five steps of one hue, and the colour of a text on each.
HEAT = [f"var(--heat-{n})" for n in range(5)]
ON_HEAT = [f"var(--on-heat-{n})" for n in range(5)]
# A lesson has a colour and a shape; more than six lessons begin again.
KINDS = [f"var(--kind-{n})" for n in range(6)]
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]


def totals(found: Insight, pass_mark: float) -> Chart:
    """How many learners have a total in each ten percent, and where passing begins."""
    if not found.learners:
        return {}
    values = [
        {
            "from": one.start,
            "to": one.end,
            "middle": (one.start + one.end) / 2,
            "n": one.count,
            "said": f"{one.label} percent: {number(one.count, 'learner')}",
        }
        for one in found.totals.bins()
    ]
    x = {"field": "from", "bin": "binned", "title": "Total in percent", "axis": TENS}
    y = {"field": "n", "type": "quantitative", "title": "Learners", "axis": COUNTS}
    middle = {"field": "middle", "type": "quantitative"}
    bars = _layer({"type": "bar", "color": BAR}, x=x, x2={"field": "to"}, y=y, **SAID)
    digits = _layer(
        {"type": "text", "dy": -8, "aria": False}, x=middle, y=y, text={"field": "n"}
    )
    layers = [bars, digits, *_passing(pass_mark)]
    return _chart(values, layers, WIDTH, 200)


def _passing(pass_mark: float) -> list[Chart]:
    """A dashed line where passing begins, with its words."""
    said = f"Pass mark: {pass_mark:g} percent"
    data = {"data": {"values": [{"at": pass_mark, "said": said}]}}
    x = {"field": "at", "type": "quantitative"}
    line = {"type": "rule", "strokeDash": [5, 4], "strokeWidth": 1.5, "color": INK}
    words = {"type": "text", "align": "left", "dx": 5, "dy": -14, "aria": False}
    label = {"value": f"pass mark {pass_mark:g}"}
    return [
        {**data, **_layer(line, x=x, **SAID)},
        {**data, **_layer(words, x=x, y={"value": 0}, text=label)},
    ]


def lessons(found: Insight) -> Chart:
    """For each lesson all its marks as a line, the middle half as a bar, the median."""
    values = [_spread(one) for one in found.lessons if one.spread.n]
    top = max([100, *(row["most"] for row in values)])
    whiskers = {"type": "rule", "color": QUIET}
    middle = {"type": "bar", "height": 16, "color": BAR}
    median = {"type": "tick", "thickness": 4, "size": 24, "opacity": 1}
    layers = [
        _across("least", "most", top, whiskers),
        _across("low", "high", top, middle),
        _across("median", "", top, median),
    ]
    return _chart(values, layers, WIDTH - LABELS, {"step": ROW})


def _spread(one: LessonInsight) -> Chart:
    (low, high), median = one.spread.quartiles, one.spread.median
    said = f"median {median} percent, middle half {low} to {high}"
    return {
        "lesson": name(one.column),
        "least": min(one.spread.counts),
        "low": low,
        "median": median,
        "high": high,
        "most": max(one.spread.counts),
        "said": f"{name(one.column)}: {said}",
    }


def _across(start: str, end: str, top: int, mark: Chart) -> Chart:
    """A layer of marks from one percent to another, in the row of each lesson."""
    scale = {"domain": [0, top], "nice": False}
    x = {"field": start, "type": "quantitative", "title": "Marks in percent"}
    ends = {"x2": {"field": end}} if end else {}
    drawn = {"color": INK, **mark, "aria": not end}
    return _layer(drawn, x={**x, "scale": scale}, y=ROWS, **ends, **SAID)


def heat(found: Insight) -> Chart:
    """A cell for each check; colour and number are the share who keep the promise."""
    values = []
    for one in found.lessons:
        for check in one.checks:
            if check.share is not None:
                kept, place = round(100 * check.share), name(one.column)
                row = {"lesson": place, "check": check.number, "kept": kept}
                values.append({**row, "said": _said(check, place, kept)})
    axis = {**BARE, "orient": "top", "labelAngle": 0}
    x = {"field": "check", "type": "ordinal", "title": "Check", "axis": axis}
    square = {"type": "rect", "stroke": LINE, "cornerRadius": 3}
    digits = {"type": "text", "fontSize": 11, "aria": False}
    text = {"field": "kept"}
    layers = [
        _layer(square, x=x, y=ROWS, color=_fifths(HEAT), **SAID),
        _layer(digits, x=x, y=ROWS, color=_fifths(ON_HEAT), text=text),
    ]
    own = {"resolve": {"scale": {"color": "independent"}}}
    chart = _chart(values, layers, {"step": CELL}, {"step": ROW})
    return {**chart, **own} if chart else {}


def _said(check: CheckInsight, lesson: str, kept: int) -> str:
    promise = visible(check.promise)
    return f"{lesson}, check {check.number}, kept by {kept} percent: {promise}"


def _fifths(colours: list[str]) -> Chart:
    scale = {"type": "threshold", "domain": [20, 40, 60, 80], "range": colours}
    return {"field": "kept", "type": "quantitative", "scale": scale, "legend": None}


def items(found: Insight) -> Chart:
    """Each check where difficulty and discrimination meet, and where that is poor."""
    values = []
    for one in found.lessons:
        for check in one.checks:
            r, p = check.item.discrimination, check.item.difficulty
            if r is not None and p is not None:
                row = {"lesson": name(one.column), "p": 100 * p, "r": r}
                said = f"kept by {100 * p:.0f} percent, discrimination {r:.2f}"
                place = f"{name(one.column)}, check {check.number}"
                values.append({**row, "said": f"{place}: {said}"})
    return _chart(values, [_points(values), *_poor()], WIDTH - LABELS, 300)


def _points(values: list[Chart]) -> Chart:
    names = list(dict.fromkeys(row["lesson"] for row in values))
    turns = range(len(names))
    lesson = {"field": "lesson", "type": "nominal", "title": None, "sort": None}
    colours = {"domain": names, "range": [KINDS[n % len(KINDS)] for n in turns]}
    shapes = {"domain": names, "range": [SHAPES[n % len(SHAPES)] for n in turns]}
    p = {"field": "p", "type": "quantitative", "title": "Kept by … percent"}
    r = {"field": "r", "type": "quantitative", "title": "Discrimination"}
    low = min([0.0, *(row["r"] for row in values)])
    return _layer(
        {"type": "point", "size": 70, "strokeWidth": 2, "opacity": 1},
        x={**p, "scale": {"domain": [0, 100]}},
        y={**r, "scale": {"domain": [low, 1]}},
        color={**lesson, "scale": colours},
        shape={**lesson, "scale": shapes},
        **SAID,
    )


def _poor() -> list[Chart]:
    """A dashed line under which a check tells learners hardly apart."""
    said = f"Discrimination {POOR:.2f}: below, a check tells learners hardly apart"
    data = {"data": {"values": [{"at": POOR, "said": said}]}}
    line = {"type": "rule", "strokeDash": [5, 4], "strokeWidth": 1.5, "color": INK}
    return [{**data, **_layer(line, y={"field": "at", "type": "quantitative"}, **SAID)}]


def _layer(mark: Chart, **encoding: Chart) -> Chart:
    return {"mark": mark, "encoding": encoding}


def _chart(
    values: list[Chart], layers: list[Chart], width: int | Chart, height: int | Chart
) -> Chart:
    """The layers over the values; nothing where there are none."""
    if not values:
        return {}
    size = {"width": width, "height": height}
    return {"data": {"values": values}, "layer": layers, **size}
