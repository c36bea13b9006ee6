"""A picture in a terminal, byte for byte, and which terminal is told of it how."""

from __future__ import annotations

import pytest

from checker.render.inline import LARGEST, Protocol, inline, protocol

KITTY, ITERM2 = Protocol.KITTY, Protocol.ITERM2


@pytest.mark.parametrize(
    ("env", "how"),
    [
        ("TERM=xterm-kitty KITTY_WINDOW_ID=1", KITTY),
        ("TERM=xterm-kitty TERM_PROGRAM=vscode", KITTY),  # started from there
        ("TERM=xterm-256color KITTY_WINDOW_ID=1", KITTY),
        ("TERM=xterm-ghostty TERM_PROGRAM=ghostty", KITTY),
        ("TERM=xterm-256color TERM_PROGRAM=ghostty", KITTY),
        ("TERM=xterm-256color TERM_PROGRAM=iTerm.app LC_TERMINAL=iTerm2", ITERM2),
        ("TERM=xterm-256color LC_TERMINAL=iTerm2", ITERM2),
        ("TERM=xterm-256color TERM_PROGRAM=WezTerm", ITERM2),
        ("TERM=xterm-256color TERM_PROGRAM=vscode KITTY_WINDOW_ID=1", ITERM2),
        ("TERM=xterm TERM_PROGRAM=mintty", ITERM2),
        ("TERM=xterm-256color KONSOLE_VERSION=240801", ITERM2),
        ("", None),
        ("TERM=xterm-256color", None),
        ("TERM=xterm-256color TERM_PROGRAM=Apple_Terminal", None),
        ("TERM=dumb KITTY_WINDOW_ID=1", None),
        ("TERM=xterm-kitty TMUX=tmux/default,1,0", None),
        ("TERM=tmux-256color TERM_PROGRAM=tmux LC_TERMINAL=iTerm2", None),
        ("TERM=screen.xterm-256color KITTY_WINDOW_ID=1", None),
        ("TERM=xterm-kitty STY=1.pts", None),
        ("TERM=xterm-kitty ZELLIJ=0", None),
        ("TERM=xterm-kitty NO_PICTURES=1", None),
        ("TERM=xterm-kitty NO_COLOR=1", None),
        ("TERM=xterm-kitty NO_PICTURES= NO_COLOR=", KITTY),
    ],
)
def test_a_terminal_is_known_by_its_variables(env: str, how: Protocol | None) -> None:
    assert protocol(dict(word.split("=", 1) for word in env.split())) is how


def test_kittys_protocol_takes_a_small_picture_in_one_piece() -> None:
    assert inline(b"\x89PNG", KITTY, 60) == (
        "\x1b_Ga=T,f=100,q=2,c=60,m=0;iVBORw==\x1b\\"
    )


def test_kittys_protocol_takes_a_larger_one_in_pieces() -> None:
    assert inline(b"\0" * 6145, KITTY, 40) == (
        f"\x1b_Ga=T,f=100,q=2,c=40,m=1;{'A' * 4096}\x1b\\"
        f"\x1b_Gm=1;{'A' * 4096}\x1b\\"
        "\x1b_Gm=0;AA==\x1b\\"
    )


def test_iterm2s_protocol_takes_it_whole() -> None:
    assert inline(b"\x89PNG", ITERM2, 60) == (
        "\x1b]1337;File=inline=1;size=4;width=60;preserveAspectRatio=1:iVBORw==\x07"
    )


@pytest.mark.parametrize("how", Protocol)
def test_a_picture_that_is_too_large_is_not_sent(how: Protocol) -> None:
    assert inline(b"\0" * (LARGEST + 1), how, 60) == ""
