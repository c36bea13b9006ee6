"""A transcript in lines a person can follow and repeat. Sends nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..transcript import Step, curl
from .look import Look, hang, paint, visible

__all__ = ["by_hand", "line", "transcript"]

LONGEST = 300  # characters of a text in a line
NAMED = 20  # texts in a line; the others are counted
TYPED = 10_000  # characters of a line to paste
BY_HAND = "http://127.0.0.1:5000"  # where `flask run` serves
ADDRESS = re.compile(r"^\w+://[^/]*")


def line(step: Step) -> str:
    """The step in one line, with what the page showed and what became of cookies."""
    shown = ", ".join(f"“{_cut(text)}”" for text in step.messages[:NAMED])
    if len(step.messages) > NAMED:
        shown += f" and {len(step.messages) - NAMED} more"
    refused = [
        f"the browser refused the cookie {_cut(note.name)}: {note.why}"
        for note in step.set_cookies
        if note.did == "refused"
    ][:NAMED]
    known = [step.note] if step.by_page and step.status else []
    known += [f"shows {shown}"] if shown else []
    return "; ".join([_cut(step.summary), *known, *refused])


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def transcript(steps: Sequence[Step], look: Look) -> list[str]:
    """Every step, numbered, with what was sent and a curl line that repeats it."""
    width = len(str(len(steps)))
    typed = by_hand(steps)
    lines = []
    for number, (step, command) in enumerate(zip(steps, typed, strict=True), 1):
        lines += hang(f"{number:{width}}  ", line(step), look)
        lines += _details(step, replace(look, width=look.width - width - 2), width + 2)
        if command:  # on one line however long, so that it can be pasted
            lines.append(" " * (width + 2) + paint(visible(command), "dim", look))
    return lines


def _details(step: Step, look: Look, indent: int) -> Iterable[str]:
    for name, value in step.sent:
        for text in hang(f"{name or 'JSON'} = ", value, look):
            yield " " * indent + text


def by_hand(steps: Sequence[Step]) -> list[str]:
    """A line for each step to paste while `flask run` serves the app; "" where none.

    Cookies that the app gave come from curl's own jar, one a visitor: the app started
    by hand signs with another key, so those of the transcript would not open there.
    """
    given: dict[str, set[str]] = {}
    lines = []
    for step in steps:
        local = replace(step, url=ADDRESS.sub(BY_HAND, step.url))
        ours = given.setdefault(step.visitor, set())
        if _cookies(step.cookies) <= ours:
            jar = _jar(step.visitor)
            typed = curl(replace(local, cookies=""))
            lines.append(typed.replace("curl ", f"curl -b {jar} -c {jar} ", 1))
        else:
            lines.append(curl(local))
        if len(lines[-1]) > TYPED:  # nobody pastes that
            lines[-1] = ""
        ours |= {f"{note.name}={note.value}" for note in step.set_cookies}
    return lines


def _cookies(header: str) -> set[str]:
    return {part.strip() for part in header.split(";") if part.strip()}


def _jar(visitor: str) -> str:
    return re.sub(r"\W+", "-", visitor.lower()).strip("-") + ".cookies"
