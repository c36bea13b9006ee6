"""A class at a glance as one page that works offline; written piece by piece. Pure.

Its policy lets nothing be fetched and nothing run but the script that stands here by
its hash; every text of anybody's is escaped, its control characters written out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from ..grading.insight import Insight
from ..grading.marks import ClassMarks
from . import class_parts as parts
from .class_items import items
from .class_script import SCRIPT
from .class_style import HEAD, STYLE
from .class_table import table
from .class_words import allowed
from .html import text
from .look import visible

__all__ = ["page"]

POLICY = (
    f"default-src 'none'; style-src {allowed(STYLE)}; script-src {allowed(SCRIPT)}; "
    "base-uri 'none'; form-action 'none'"
)
SECTIONS = {
    "again": "What to teach again",
    "marks": "Marks",
    "checks": "Checks",
    "hand-ins": "Hand-ins",
    "items": "Item analysis",
    "everybody": "Everybody",
}
UNDRAWN = (
    '<p class="quiet">Pictures need the package vl-convert-python, which is not '
    "installed. Every figure stands in a table.</p>\n"
)
STEPS = ("below 20 %", "20–39 %", "40–59 %", "60–79 %", "80 % and more")


def page(
    marks: ClassMarks,
    found: Insight,
    pictures: Mapping[str, str],
    command: str = "./course",
) -> Iterator[str]:
    """The page; `found` is what the marks say, `pictures` are SVG by their names."""
    title = marks.scheme.title or "The class at a glance"
    yield HEAD.format(policy=POLICY, title=escape(visible(title)), style=STYLE)
    links = "".join(f'<li><a href="#{i}">{s}</a></li>' for i, s in SECTIONS.items())
    yield (
        f'<header><h1>{text(title)}</h1>\n<nav aria-label="On this page">'
        f"<ul>{links}</ul></nav></header>\n<main>\n"
    )
    yield parts.glance(found, marks.scheme.pass_mark)
    for name in SECTIONS:
        yield f'<section id="{name}"><h2>{SECTIONS[name]}</h2>\n'
        yield from _section(name, marks, found, pictures, command)
        yield "</section>\n"
    yield f"</main>\n{_notes(marks)}<script>{SCRIPT}</script>\n</html>\n"


def _section(
    name: str,
    marks: ClassMarks,
    found: Insight,
    pictures: Mapping[str, str],
    command: str,
) -> Iterator[str]:
    """One section below its heading."""
    if name == "again":
        yield parts.mistakes(found, command)
    elif name == "marks":
        yield from _marks(found, pictures)
    elif name == "checks":
        title = "the part of the class that keeps each check"
        yield parts.picture(pictures.get("heat", ""), title)
        yield _steps() if "heat" in pictures else ""
        yield from parts.checks(found)
    elif name == "hand-ins":
        yield parts.hand_ins(found)
    elif name == "items":
        title = "difficulty and discrimination of checks"
        yield from items(found, parts.picture(pictures.get("items", ""), title))
    else:
        yield from table(marks, command)


def _marks(found: Insight, pictures: Mapping[str, str]) -> Iterator[str]:
    """How totals and the marks of each lesson are spread."""
    yield "" if pictures or not found.learners else UNDRAWN
    title = "how many learners have which total"
    drawn = parts.picture(pictures.get("totals", ""), title)
    yield parts.pair(drawn, parts.totals(found))
    yield parts.picture(pictures.get("lessons", ""), "the marks of each lesson")
    yield parts.lessons(found)


def _steps() -> str:
    """What the colours of the heat map mean."""
    steps = "".join(f'<li class="h{n}">{said}</li>' for n, said in enumerate(STEPS))
    return f'<ul class="steps" aria-label="Kept by">{steps}</ul>\n'


def _notes(marks: ClassMarks) -> str:
    """How the class was graded."""
    notes = "".join(f"<p>{text(note)}</p>\n" for note in marks.notes)
    return f'<footer class="quiet">\n{notes}</footer>\n' if notes else ""
