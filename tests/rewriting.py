"""Rewrites an app so that it does the same and reads differently. Runs none.

Each way turns the Python or the templates of an app into other text that means the
same: of the app of a mistake it makes another app with that mistake. A way gives None
where an app has nothing for it. The same app is always rewritten to the same text.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import rewriting_lines as lines
import rewriting_modules as calls
import rewriting_names as names
from rewriting_parts import Texts, fresh_file

__all__ = ["WAYS", "Way", "chosen"]

TAG = re.compile(r"{%[-+]?\s*(?P<word>\w+)(?P<rest>.*?)[-+]?%}", re.DOTALL)
PAIRED = frozenset("for if with block macro call filter autoescape raw trans".split())
WHOLE = frozenset({"for", "if", "with"})  # what may move with all that is in it
FIXED = re.compile(r"{%[-+]?\s*(block|macro|extends|import|from)\b")
ASKING = "get_flashed_messages"


@dataclass(frozen=True)
class Way:
    """One way to rewrite; `told` says what it does to an app."""

    name: str
    told: str
    body: Callable[[Texts], Texts | None]

    def rewritten(self, files: Mapping[str, bytes]) -> dict[str, bytes] | None:
        """The app rewritten; None where this way changes nothing of it."""
        texts = dict(_texts(files))
        found = self.body(dict(texts))
        if found is None or found == texts:
            return None
        return dict(files) | {name: text.encode() for name, text in found.items()}


def included(texts: Texts) -> Texts | None:
    """What shows the messages in a template moves into a template of its own."""
    found = dict(texts)
    for name, text in texts.items():
        for region in _regions(text) if name.startswith("templates/") else ():
            part = fresh_file("_notices", ".html", found, "templates/")
            found[f"templates/{part}"] = region + "\n"
            found[name] = found[name].replace(region, f'{{% include "{part}" %}}', 1)
    return found


def _regions(text: str) -> Iterator[str]:
    """The outermost paired tags that ask for messages, with all between the two."""
    opened: list[tuple[str, int, bool]] = []  # the tag's word, its place, if it asks
    for tag in TAG.finditer(text):
        word, rest = tag["word"], tag["rest"]
        if word in PAIRED or (word == "set" and "=" not in rest):
            asks = word in WHOLE and ASKING in rest
            opened.append((word, tag.start(), asks))
        elif word.startswith("end") and opened:
            _, start, asks = opened.pop()
            region = text[start : tag.end()]
            within = any(asking for *_, asking in opened)
            if asks and not within and not FIXED.search(region):
                yield region


def _texts(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for name, content in files.items():
        if name.endswith((".py", ".html")):
            yield name, content.decode()


WAYS = (
    Way("renamed", "local variables and helpers go by other names", names.renamed),
    Way("reordered", "the views stand in the opposite order", lines.reordered),
    Way("by a helper", "a function of its own calls `flash()`", calls.helped),
    Way("helper moved", "that function stands in a module of its own", calls.moved),
    Way("include", "the loop over the messages stands in an include", included),
    Way("answer kept", "an answer is a variable before it is returned", lines.kept),
    Way("text kept", "a text is a variable before it is flashed", lines.said),
    Way("else", "what follows a guard stands in its `else`", lines.otherwise),
    Way("rules", "`add_url_rule()` in place of `@app.get()`", lines.ruled),
    Way("flask.flash", "`import flask`, and its names behind a dot", names.qualified),
    Way("views moved", "the views stand in a module of their own", calls.split),
)


def chosen(
    name: str, files: Mapping[str, bytes], number: int, without: str = ""
) -> dict[str, dict[str, bytes]]:
    """So many rewritings of the app of that name, by the names of their ways.

    Which ones is told by the name alone, so that all ways get their turn, and what one
    app is rewritten to does not depend on the others.
    """
    start = zlib.crc32(name.encode()) % len(WAYS)
    found: dict[str, dict[str, bytes]] = {}
    for way in (*WAYS[start:], *WAYS[:start]):
        if len(found) == number or way.name == without:
            continue
        rewritten = way.rewritten(files)
        if rewritten is not None:
            found[way.name] = rewritten
    return found
