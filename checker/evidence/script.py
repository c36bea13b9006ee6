"""What an app's own JavaScript does to messages, and on which lines.

Finds scripts in pages, handlers in attributes and files of scripts, and knows what they
do by signs such as ".remove()". Parses no grammar, runs nothing, knows no library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ..report import Frame
from .evidence import Evidence

__all__ = ["HIDES", "LEAVES", "SHOWS", "Code", "codes", "holding", "on_click", "timed"]

SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
EVENTS = "click|load|submit|change|input|focus|blur|animationend|transitionend"
HANDLER = re.compile(  # an attribute, and none of Python's names that begin so
    rf"""\son({EVENTS}|(?:dbl|aux)click|(?:mouse|pointer|touch|key)[a-z]+)\s*=\s*"""
    r"""(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)
QUOTED = r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"
COMMENT = r"/\*.*?\*/|(?<!:)//[^\n]*"  # no address, as in http://
PIECE = re.compile(f"({QUOTED})|{COMMENT}", re.DOTALL)
NAME = re.compile(r"[A-Za-z_$][\w$]*")
FUNCTION = (  # of that name, or given to it
    r"\bfunction\s+{0}\s*\("
    r"|(?<![\w$.]){0}\s*[=:]\s*(?:async\s+)?(?:function\b|\(|\w+\s*=>)"
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

    def place(self, at: int) -> Frame:
        """The line of that place in the piece."""
        number = self.whole.count("\n", 0, self.start + at) + 1
        return Frame(self.file, number, "", self.whole.split("\n")[number - 1].strip())

    def calls(self, pattern: str) -> Iterator[tuple[int, str]]:
        """Where something so called is called, and all that stands in the brackets."""
        bare = _bare(self.text)
        for match in re.finditer(rf"(?<![\w$]){pattern}\s*\(", bare):
            yield match.start(), self.text[match.end() : _end(bare, match.end() - 1)]

    def function(self, name: str) -> str:
        """What a function of that name says, with its head; "" where none has it."""
        found = re.search(FUNCTION.format(re.escape(name)), _bare(self.text))
        return self.statement(found.start(), found.end()) if found else ""

    def statement(self, start: int, end: int) -> str:
        """What begins so: with the braces it leads to, or else to the line's end."""
        bare = _bare(self.text)
        brace = bare.find("{", end)
        if brace < 0 or ";" in bare[end:brace] or ARROW.search(bare, start, brace):
            return self.text[start:].partition("\n")[0]
        return self.text[start : _end(bare, brace)]


def codes(seen: Evidence) -> Iterator[Code]:
    """All JavaScript of the app: in its templates, in texts of its Python, in files."""
    for file, text in seen.texts.items():
        if file.endswith((".js", ".mjs")):
            yield Code(file, text, 0, _without_comments(text))
            continue
        for match in SCRIPT.finditer(text):
            yield Code(file, text, match.start(1), _without_comments(match[1]))
        for match in HANDLER.finditer(text):
            group = 2 if match[2] is not None else 3
            yield Code(file, text, match.start(group), match[group], match[1].lower())


def holding(seen: Evidence, sign: re.Pattern[str]) -> tuple[Frame, ...]:
    """The lines of JavaScript on which such a sign stands."""
    return _once(c.place(m.start()) for c in codes(seen) for m in sign.finditer(c.text))


def timed(seen: Evidence, sign: re.Pattern[str]) -> tuple[Frame, ...]:
    """Where a timer is set that comes to such a sign, by itself or by a function."""
    return _once(
        code.place(at)
        for code in codes(seen)
        for at, given in code.calls(TIMERS)
        if _comes_to(seen, given, sign)
    )


def on_click(seen: Evidence, sign: re.Pattern[str]) -> tuple[Frame, ...]:
    """Where a click is waited for that comes to such a sign."""
    return _once(
        code.place(at)
        for code in codes(seen)
        for at, given in _pressed(code)
        if _comes_to(seen, given, sign)
    )


def _pressed(code: Code) -> Iterator[tuple[int, str]]:
    """What is done at a click, and where that is said."""
    if code.event in PRESSES:
        yield 0, code.text
    for at, given in code.calls(LISTENING):
        if given.strip()[1:].startswith(PRESSES):
            yield at, given
    for match in ASSIGNED.finditer(code.text):
        yield match.start(), code.statement(match.start(), match.end())


def _comes_to(seen: Evidence, given: str, sign: re.Pattern[str]) -> bool:
    """True when the text has the sign, or a function that it names has it."""
    if sign.search(given):
        return True
    names = set(NAME.findall(_bare(given)))
    return any(sign.search(c.function(n)) for c in codes(seen) for n in names)


def _once(places: Iterable[Frame]) -> tuple[Frame, ...]:
    return tuple(dict.fromkeys(places))


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
    """Where the bracket at that place closes; the end of the text where it does not."""
    depth = 0
    for place in range(opening, len(bare)):
        depth += (bare[place] in "([{") - (bare[place] in ")]}")
        if depth == 0:
            return place
    return len(bare)
