"""An X-ray as a picture: browser and app, and the cookie that goes between them. Pure.

HTML and SVG without a script: each step is a radio button, so arrow keys go forward and
back, and CSS hides what comes after the chosen one. Words that only say so are in the
CSS too: where that is taken away, all steps can be read and nothing can be chosen.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..xray import Exchange
from . import xray_parts as parts
from . import xray_words as words
from .html import text
from .xray_style import PAGE, STYLE
from .xray_table import table

__all__ = ["fragment", "page"]

def page(found: Sequence[Exchange], title: str, place: str) -> str:
    """The picture as a page of its own; `place` says whose app it is."""
    head = f"<h1>{text(title)}</h1>\n<p>{text(place)}</p>\n"
    return PAGE.format(title=text(title), body=head + fragment(found, "x"))


def fragment(found: Sequence[Exchange], prefix: str) -> str:
    """The picture as a part of a page; `prefix` begins every id and name in it."""
    items, number = [], 0
    drawn = Drawing(found, prefix)
    for exchange in found:
        number += bool(exchange.method)
        items.append(drawn.step(exchange, number) if exchange.method else _note(exchange))
    how = '<p class="fc-how"></p>\n' if number > 1 else ""
    people = "Browsers" if drawn.several else "Browser"
    # Lumino, under JupyterLab, would take the arrow keys to move between cells.
    return (
        f'{STYLE}<div class="fc-xray" role="group" aria-label="{words.title(found)}" '
        'data-lm-suppress-shortcuts="true">\n'
        f'<p class="fc-title"><b>{words.title(found)}</b></p>\n{how}'
        f'<p class="fc-ends">{parts.end(people, parts.BROWSER)}{parts.end("App", parts.SERVER)}</p>\n'
        f'<ol class="fc-steps">\n{"".join(items)}</ol>\n'
        f"<details><summary>The same as a table</summary>\n{table(found)}</details>\n"
        "</div>\n"
    )


def _note(exchange: Exchange) -> str:
    return f'<li class="fc-event"><p>{parts.said(exchange.note)}</p></li>\n'


class Drawing:
    """Draws the steps of one picture; each knows how many there are."""

    def __init__(self, found: Sequence[Exchange], prefix: str) -> None:
        self._prefix = prefix
        self._count = sum(bool(e.method) for e in found)
        self._people = list(dict.fromkeys(e.visitor for e in found if e.visitor))

    @property
    def several(self) -> bool:
        """True when more than one visitor has a browser in the picture."""
        return len(self._people) > 1

    def step(self, exchange: Exchange, number: int) -> str:
        """One step: its request is the label of its button, the rest comes below."""
        who = self._people.index(exchange.visitor) % 4 + 1
        return (
            f'<li class="fc-step fc-visitor{who}">{self._asked(exchange, number)}\n'
            f'<div class="fc-rest">{self._answered(exchange)}{self._turn(number)}</div>'
            "</li>\n"
        )

    def _asked(self, exchange: Exchange, number: int) -> str:
        own, on = self._id(number), " checked" if number == 1 else ""
        name = f"Step {number} of {self._count}"
        who = f' <span class="fc-who">· {parts.said(exchange.visitor)}</span>'
        target = parts.said(words.path(exchange))
        return (
            f'<label class="fc-asked" id="{own}-name">'
            f'<span class="fc-number"><input type="radio" name="{self._prefix}" '
            f'id="{own}" aria-labelledby="{own}-name"{on}> {name}'
            f"{who if self.several else ''}</span> "
            f'<span class="fc-wire"><span class="fc-said"><b>{exchange.method}</b> '
            f'{target}</span>{parts.arrow("right")}</span></label>'
        )

    def _answered(self, exchange: Exchange) -> str:
        fields = "".join(f'<p class="fc-field">{parts.said(f)}</p>' for f in words.form(exchange))
        cards = "".join(map(parts.carried, exchange.carried))
        carried = cards or '<p class="fc-none">no cookie</p>'
        return (
            f'<div class="fc-out">{fields}{carried}</div>\n'
            f'<div class="fc-server">{parts.server(exchange)}</div>\n'
            f'<div class="fc-in"><p class="fc-wire"><span class="fc-said">'
            f"{parts.said(words.answered(exchange))}</span>{parts.arrow('left')}</p>"
            f"{parts.answer(exchange)}</div>\n"
            f'<div class="fc-seen">{parts.browser(exchange)}</div>\n'
        )

    def _turn(self, number: int) -> str:
        """Labels that turn to the steps before and after; keys need none of them."""
        ways = [(number - 1, "back"), (number + 1, "next")]
        labels = "".join(
            f'<label for="{self._id(to)}" class="fc-{way}"></label>'
            for to, way in ways
            if 1 <= to <= self._count
        )
        return f'<p class="fc-turn" aria-hidden="true">{labels}</p>' if labels else ""

    def _id(self, number: int) -> str:
        return f"{self._prefix}-{number}"
