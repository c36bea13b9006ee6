"""An X-ray as a picture: browser and app, and the cookie that goes between them. Pure.

HTML and SVG without a script: each step is a radio button, so arrow keys go forward and
back, and CSS hides what comes after the chosen one. Words that only say so are in the
CSS too: where that is taken away, all steps can be read and nothing can be chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..xray import Exchange
from . import xray_parts as parts
from . import xray_words as words
from .document import document
from .html import text
from .look import visible
from .xray_style import STYLE
from .xray_table import table

__all__ = ["fragment", "page"]

# JupyterLab takes arrow keys and Enter for its cells, unless the element with the focus
# itself, not one around it, says this.
OWN_KEYS = 'data-lm-suppress-shortcuts="true"'
COLOURS = 4  # of visitors; a fifth has the first one's


def page(found: Sequence[Exchange], title: str, place: str) -> str:
    """The picture as a page of its own; `place` says whose app it is."""
    head = f"<h1>{text(title)}</h1>\n<p>{text(place)}</p>\n"
    return document(visible(title), head + fragment(found, "x"))


def fragment(found: Sequence[Exchange], prefix: str) -> str:
    """The picture as a part of a page; `prefix` begins every id and name in it."""
    drawn, name = Drawing(found, prefix), words.title(found)
    how = '<p class="fc-how"></p>\n' if drawn.count > 1 else ""
    people = parts.end("Browsers" if drawn.several else "Browser", parts.BROWSER)
    return (
        f'{STYLE}<div class="fc-xray" role="group" aria-label="{name}">\n'
        f'<p class="fc-title"><b>{name}</b></p>\n{how}'
        f'<p class="fc-ends">{people}{parts.end("App", parts.SERVER)}</p>\n'
        f'<ol class="fc-steps">\n{"".join(drawn.items())}</ol>\n'
        f"<details><summary {OWN_KEYS}>The same as a table</summary>\n"
        f"{table(found)}</details>\n"
        "</div>\n"
    )


class Drawing:
    """Draws the steps of one picture; each knows how many there are."""

    def __init__(self, found: Sequence[Exchange], prefix: str) -> None:
        self._found = found
        self._prefix = prefix
        self.count = sum(bool(e.method) for e in found)
        self._people = list(dict.fromkeys(e.visitor for e in found if e.visitor))

    @property
    def several(self) -> bool:
        """True when more than one visitor has a browser in the picture."""
        return len(self._people) > 1

    def items(self) -> Iterator[str]:
        """The steps, and between them what was done to the app."""
        number = 0
        for exchange in self._found:
            number += bool(exchange.method)
            if exchange.method:
                yield self._step(exchange, number)
            else:
                note = parts.said(exchange.note)
                yield f'<li class="fc-event"><p>{note}</p></li>\n'

    def _step(self, exchange: Exchange, number: int) -> str:
        """One step: its request is the label of its button, the rest comes below."""
        who = self._people.index(exchange.visitor) % COLOURS + 1
        return (
            f'<li class="fc-step fc-visitor{who}">{self._asked(exchange, number)}\n'
            f'<div class="fc-rest">{_answered(exchange)}{self._turn(number)}</div>'
            "</li>\n"
        )

    def _asked(self, exchange: Exchange, number: int) -> str:
        own, on = self._id(number), " checked" if number == 1 else ""
        who = f' <span class="fc-who">· {parts.said(exchange.visitor)}</span>'
        return (
            f'<label class="fc-asked" id="{own}-name"><span class="fc-number">'
            f'<input type="radio" name="{self._prefix}" id="{own}" '
            f'aria-labelledby="{own}-name" {OWN_KEYS}{on}> '
            f"Step {number} of {self.count}{who if self.several else ''}</span> "
            f'<span class="fc-wire"><span class="fc-said"><b>{text(exchange.method)}'
            f"</b> "
            f"{parts.said(words.path(exchange))}</span>{parts.arrow('right')}</span>"
            "</label>"
        )

    def _turn(self, number: int) -> str:
        """Labels that turn to the steps before and after; keys need none of them."""
        ways = [(number - 1, "back"), (number + 1, "next")]
        labels = "".join(
            f'<label for="{self._id(to)}" class="fc-{way}"></label>'
            for to, way in ways
            if 1 <= to <= self.count
        )
        return f'<p class="fc-turn" aria-hidden="true">{labels}</p>' if labels else ""

    def _id(self, number: int) -> str:
        return f"{self._prefix}-{number}"


def _answered(exchange: Exchange) -> str:
    fields = "".join(
        f'<p class="fc-field">{parts.said(f)}</p>' for f in words.form(exchange)
    )
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
