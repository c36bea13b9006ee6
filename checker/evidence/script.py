"""What an app's own JavaScript does to messages, and on which lines.

Finds scripts in pages, handlers in attributes and files of scripts, and knows what they
do by signs such as ".remove()". Parses no grammar, runs nothing, knows no library.
Files may say anything: of what nobody writes by hand only a part is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice

from ..report import Frame
from .evidence import Evidence
from .markup import blocks, frames

__all__ = ["HIDES", "LEAVES", "SHOWS", "Code", "codes", "holding", "on_click", "timed"]

MOST = 1000  # pieces of code, functions and calls of an app that are looked at
LONGEST = 5000  # characters of a function's head, or of one without braces
DEEPEST = 50  # brackets in one another
BRACKET = re.compile(r"[()\[\]{}]")
EVENTS = "click|load|submit|change|input|focus|blur|animationend|transitionend"
HANDLER = re.compile(  # an attribute, and none of Python's names that begin so
    rf"""\son({EVENTS}|(?:dbl|aux)click|(?:mouse|pointer|touch|key)[a-z]+)\s*=\s*"""
    r"""(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)
QUOTED = r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"
# One that nobody ends goes on to the end; // is none in an address, as in http://
COMMENT = r"/\*.*?(?:\*/|\Z)|(?<!:)//[^\n]*"
PIECE = re.compile(f"({QUOTED})|{COMMENT}", re.DOTALL)
NAME = re.compile(r"[A-Za-z_$][\w$]*")
FUNCTION = re.compile(  # one with a name, or given to it
    rf"\bfunction\s+({NAME.pattern})\s*\("
    rf"|(?<![\w$.])({NAME.pattern})\s*[=:]"
    r"(?=\s*(?:async\s+)?(?:function\b|\(|\w+\s*=>))"
)
ARROW = re.compile(r"=>\s*[^\s{]")  # and what it gives, without braces
TIMERS = r"set(?:Timeout|Interval)"
LISTENING = r"(?:addEventListener|on)"
PRESSES = ("click", "mousedown", "pointerdown", "mouseup")
ASSIGNED = re.compile(rf"\.on(?:{'|'.join(PRESSES)})\s*=(?!=)")


def _signs(*patterns: str) -> re.Pattern[str]:
    """One pattern for several; in each @ stands for any quotation mark."""
    return re.compile("|".join(patterns).replace("@", "[\"'`]"))


# Takes something off the page, or out of sight.
HIDES = _signs(
    r"\.(?:remove|replaceWith|replaceChildren)\(\s*\)",
    r"\.(?:removeChild|fadeOut|slideUp|hide)\(",
    r"\.hidden\s*=\s*(?:true|!0|@)",
    r"(?:set|toggle)Attribute\(\s*@hidden",
    r"\.display\s*=\s*@none",
    r"\.visibility\s*=\s*@(?:hidden|collapse)",
    r"\.opacity\s*=\s*@?0(?![.\d])",
    r"\.(?:innerHTML|outerHTML|textContent)\s*=\s*@@",
    r"classList\.(?:add|toggle)\(\s*@[\w-]*(?:hid|gone|fad|out|clos|dismiss|away|invis)",
    r"classList\.remove\(\s*@[\w-]*(?:show|visible|active|open|in@)",
)
# Brings into sight what is on the page and was not seen.
SHOWS = _signs(
    r"\.(?:fadeIn|slideDown|show)\(",
    r"\.hidden\s*=\s*(?:false|!1)",
    r"removeAttribute\(\s*@(?:hidden|style|class)",
    r"\.display\s*=\s*@(?!none)",
    r"\.visibility\s*=\s*@(?:visible|@)",
    r"\.opacity\s*=\s*@?(?:1|@)",
    r"classList\.(?:add|toggle)\(\s*@[\w-]*(?:show|visible|active|open|ready|in@|js@)",
    r"classList\.(?:remove|replace)\(\s*@[\w-]*(?:hid|no-?js|invis|closed|loading)",
    r"\.className\s*[+]?=",
)
# Loads the page again, or another one.
LEAVES = _signs(
    r"\blocation\.(?:reload|assign|replace)\(",
    r"\blocation(?:\.href)?\s*=[^=]",
    r"\bhistory\.go\(",
)


@dataclass(frozen=True)
class Code:
    """One piece of JavaScript; `start` is its place in the file's whole text.

    `event` is what it waits for when it stands in an attribute, as click in onclick.
    In `text` comments are blanks.
    """

    file: str
    whole: str
    start: int
    text: str
    event: str = ""

    def calls(self, pattern: str) -> Iterator[tuple[int, str]]:
        """Where something so called is called, and all that stands in the brackets."""
        bare = _bare(self.text)
        for match in re.finditer(rf"(?<![\w$]){pattern}\s*\(", bare):
            yield match.start(), self.text[match.end() : _end(bare, match.end() - 1)]

    def functions(self) -> Iterator[tuple[str, str]]:
        """Each function's name, and what it says with its head; the first of a name."""
        known = set[str]()
        for match in FUNCTION.finditer(_bare(self.text)):
            name = match[1] or match[2]
            if name not in known:
                known.add(name)
                yield name, self.statement(match.start(), match.end())

    def statement(self, start: int, end: int) -> str:
        """What begins so: with the braces it leads to, or else to the line's end."""
        bare = _bare(self.text)
        brace = bare.find("{", end, end + LONGEST)
        if brace < 0 or ";" in bare[end:brace] or ARROW.search(bare, start, brace):
            return self.text[start : start + LONGEST].partition("\n")[0]
        return self.text[start : _end(bare, brace)]


def codes(seen: Evidence) -> Iterator[Code]:
    """All JavaScript of the app: in its templates, in texts of its Python, in files."""
    return islice(_codes(seen), MOST)


def _codes(seen: Evidence) -> Iterator[Code]:
    for file, text in seen.texts.items():
        if file.endswith((".js", ".mjs")):
            yield Code(file, text, 0, _without_comments(text))
            continue
        for match in blocks(text, "script"):
            yield Code(file, text, match.start(1), _without_comments(match[1]))
        for match in HANDLER.finditer(text):
            group = 2 if match[2] is not None else 3
            yield Code(file, text, match.start(group), match[group], match[1].lower())


def holding(seen: Evidence, sign: re.Pattern[str]) -> tuple[Frame, ...]:
    """The lines of JavaScript on which such a sign stands."""
    return _places((c, m.start()) for c in codes(seen) for m in sign.finditer(c.text))


def timed(seen: Evidence, sign: re.Pattern[str]) -> tuple[Frame, ...]:
    """Where a timer is set that comes to such a sign, by itself or by a function."""
    return _coming(seen, sign, lambda code: code.calls(TIMERS))


def on_click(seen: Evidence, sign: re.Pattern[str]) -> tuple[Frame, ...]:
    """Where a click is waited for that comes to such a sign."""
    return _coming(seen, sign, _pressed)


def _pressed(code: Code) -> Iterator[tuple[int, str]]:
    """What is done at a click, and where that is said."""
    if code.event in PRESSES:
        yield 0, code.text
    for at, given in code.calls(LISTENING):
        if given.strip()[1:].startswith(PRESSES):
            yield at, given
    for match in ASSIGNED.finditer(code.text):
        yield match.start(), code.statement(match.start(), match.end())


def _coming(
    seen: Evidence,
    sign: re.Pattern[str],
    begun: Callable[[Code], Iterator[tuple[int, str]]],
) -> tuple[Frame, ...]:
    """Where what is begun has the sign, or names a function that has it."""
    every = tuple(codes(seen))
    having = _having(every, sign)
    found = islice(((code, *one) for code in every for one in begun(code)), MOST)
    return _places(
        (code, at)
        for code, at, given in found
        if sign.search(given) or not having.isdisjoint(NAME.findall(_bare(given)))
    )


def _having(every: Sequence[Code], sign: re.Pattern[str]) -> set[str]:
    """The names of the functions that have the sign."""
    found = islice((one for code in every for one in code.functions()), MOST)
    return {name for name, text in found if sign.search(text)}


def _places(found: Iterator[tuple[Code, int]]) -> tuple[Frame, ...]:
    """The lines of those places in pieces of code, each once."""
    lines = (
        line
        for _, same in groupby(found, lambda one: one[0].file)
        for line in _within(list(same))
    )
    return tuple(dict.fromkeys(lines))


def _within(found: Sequence[tuple[Code, int]]) -> Iterator[Frame]:
    """The lines of places that are all in one file."""
    code = found[0][0]
    return frames(code.file, code.whole, (one.start + at for one, at in found))


@cache
def _without_comments(text: str) -> str:
    return PIECE.sub(lambda m: m[1] or _blanks(m[0]), text)


@cache
def _bare(text: str) -> str:
    """The text with blanks for what is quoted, so that brackets can be counted."""
    return PIECE.sub(lambda m: _blanks(m[0]), text)


def _blanks(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _end(bare: str, opening: int) -> int:
    """Where the bracket at that place closes, or nests deeper than people write."""
    depth = 0
    for bracket in BRACKET.finditer(bare, opening):
        depth += 1 if bracket[0] in "([{" else -1
        if not 0 < depth < DEEPEST:
            return bracket.start()
    return len(bare)
