"""A picture as text that a terminal shows as a picture. Prints and asks nothing.

Of the libraries that could do this, term-image 0.7 wants a Pillow below 11, and it and
textual-image ask the terminal what it can, whose answer comes as if it had been typed
(`watch` reads keys); imgcat knows iTerm2 alone, climage no pictures but blocks.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from enum import Enum

__all__ = ["Protocol", "inline", "protocol"]

CHUNK = 4096  # characters in one piece, by kitty's protocol
LARGEST = 4_000_000  # bytes of a picture; this long a text takes seconds over a network


class Protocol(Enum):
    """How a terminal is told of a picture.

    https://sw.kovidgoyal.net/kitty/graphics-protocol/, https://iterm2.com/images.html
    """

    KITTY = "kitty"
    ITERM2 = "iterm2"


# The first that fits: a variable, and how its value begins. A terminal hands on the
# variables of the one it was started in, but for TERM. Konsole and WezTerm know kitty's
# protocol too, and stretch the picture, or do not make it smaller.
TERMINALS = (
    ("TERM", "xterm-kitty", Protocol.KITTY),
    ("TERM", "xterm-ghostty", Protocol.KITTY),
    ("TERM_PROGRAM", "ghostty", Protocol.KITTY),
    ("TERM_PROGRAM", "iTerm.app", Protocol.ITERM2),
    ("TERM_PROGRAM", "WezTerm", Protocol.ITERM2),
    ("TERM_PROGRAM", "vscode", Protocol.ITERM2),
    ("TERM_PROGRAM", "mintty", Protocol.ITERM2),
    ("LC_TERMINAL", "iTerm2", Protocol.ITERM2),  # by ssh
    ("KITTY_WINDOW_ID", "", Protocol.KITTY),
    ("KONSOLE_VERSION", "", Protocol.ITERM2),
)
BETWEEN = ("TMUX", "STY", "ZELLIJ")  # they stand between, and pass no picture on
MULTIPLEXERS = ("screen", "tmux")
UNWANTED = ("NO_PICTURES", "NO_COLOR")


def protocol(env: Mapping[str, str]) -> Protocol | None:
    """How to show a picture in the terminal of this environment; None where none is."""
    term = env.get("TERM", "")
    if term == "dumb" or term.startswith(MULTIPLEXERS):
        return None
    if any(env.get(name) for name in (*BETWEEN, *UNWANTED)):
        return None
    for name, begins, how in TERMINALS:
        if env.get(name) and env[name].startswith(begins):
            return how
    return None


def inline(png: bytes, how: Protocol, columns: int) -> str:
    """What shows the picture so many columns wide; "" for one that is too large."""
    if len(png) > LARGEST:
        return ""
    data = b64encode(png).decode("ascii")
    if how is Protocol.ITERM2:
        facts = f"inline=1;size={len(png)};width={columns};preserveAspectRatio=1"
        return f"\x1b]1337;File={facts}:{data}\x07"
    pieces = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
    last = len(pieces) - 1
    # q=2: it answers nothing, which would be read as keys.
    heads = [f"a=T,f=100,q=2,c={columns},", *[""] * last]
    return "".join(
        f"\x1b_G{head}m={int(at < last)};{piece}\x1b\\"
        for at, (head, piece) in enumerate(zip(heads, pieces, strict=True))
    )
