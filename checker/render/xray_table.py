"""The steps of an X-ray as a table, for who prefers one or hears it read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..flask_cookie import Waiting
from ..xray import Exchange
from . import xray_words as words
from .html import text

__all__ = ["table"]


def table(found: Sequence[Exchange]) -> str:
    """Each step as a group of rows: what it is about, and its value."""
    count = sum(bool(e.method) for e in found)
    bodies, number = [], 0
    for exchange in found:
        number += bool(exchange.method)
        bodies.append(_body(exchange, number, count))
    return (
        f"<table><caption>{words.title(found)}, every value</caption>\n"
        f'<thead><tr><th scope="col">What</th><th scope="col">Value</th></tr></thead>\n'
        f"{''.join(bodies)}</table>\n"
    )


def _body(exchange: Exchange, number: int, count: int) -> str:
    if not exchange.method:
        note = f'<tr><td colspan="2">{_value(exchange.note)}</td></tr>'
        return f"<tbody>{note}</tbody>\n"
    name = f"Step {number} of {count}: {exchange.visitor}"
    head = f'<tr><th scope="rowgroup" colspan="2">{text(name)}</th></tr>\n'
    rows = "".join(
        f'<tr><th scope="row">{what}</th><td>{_cell(values)}</td></tr>\n'
        for what, values in _rows(exchange)
    )
    return f"<tbody>{head}{rows}</tbody>\n"


def _rows(exchange: Exchange) -> Iterator[tuple[str, list[str]]]:
    """What a step is about, with its values; [] reads as none."""
    yield "Request", [f"{exchange.method} {exchange.path}"]
    yield "Form", words.form(exchange)
    yield from _carried(exchange)
    yield "Answer", [words.answered(exchange)]
    if exchange.said:
        yield "The app says", [exchange.said]
    yield from _given(exchange)
    if exchange.opaque:
        yield "Messages", [words.OUTSIDE]
    else:
        yield "Added by flash()", list(map(words.quoted, exchange.added))
        yield "Taken out", [_taken(message, exchange) for message in exchange.taken]
    yield "Cookie jar after it", [words.jar(exchange.kept)]
    yield "The page shows", _shown(exchange)


def _carried(exchange: Exchange) -> Iterator[tuple[str, list[str]]]:
    if not exchange.carried:
        yield "Cookie sent", []
    for cookie in exchange.carried:
        named = f"{cookie.name}, {words.size(cookie)}"
        yield "Cookie sent", [named, *words.content(cookie)]


def _given(exchange: Exchange) -> Iterator[tuple[str, list[str]]]:
    if not exchange.changes:
        yield "Set-Cookie", []
    for change in exchange.changes:
        cookie = change.cookie
        if change.did == "cleared":
            yield "Set-Cookie", [f"{cookie.name} {words.tag(change)}"]
        else:
            named = f"{cookie.name} {words.tag(change)}, {words.size(cookie)}"
            yield "Set-Cookie", [named, *words.content(cookie)]


def _taken(message: Waiting, exchange: Exchange) -> str:
    return f"{words.quoted(message)}: {words.fate(message, exchange)}"


def _shown(exchange: Exchange) -> list[str]:
    if not exchange.has_page:
        return [words.after(exchange)]
    heading = [f"{words.short(exchange.heading)}"] if exchange.heading else []
    texts = [f"message: {words.short(shown)}" for shown in exchange.shown]
    return [*heading, *(texts or ["no message"])]


def _cell(values: list[str]) -> str:
    return "<br>".join(map(_value, values)) or "none"


def _value(value: str) -> str:
    return f"<bdi>{text(value)}</bdi>"
