"""The attack corpus against other graders: who is forged, loses results, or hangs.

    .venv/bin/python benchmarks/forging.py [--peers check50 nbgrader] [--attacks NAME …]

Installs each grader fresh from PyPI into a temporary folder (or --at FOLDER, kept), and
gives it the same apps of lesson 1 with the same four promises. Everything of a grader's
runs within bubblewrap and kernel limits of this script (walled.py), so that a fork or
memory bomb hurts nobody here. Prints a Markdown table:

- forged: more points than the app earned before somebody attacked with it
- lost: fewer points than it earned, or no result at all
- hung: still at it after 150 seconds, ended from outside
- survived: exactly the points that it earned

An attack counts against a grader as it stands in the corpus; where it has to name parts
of the grader, it does so in peers.py (`own_words`). Needs bubblewrap, so Linux.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from peers import Check50, Nbgrader, Otter
from walled import Hung, Peer

ROOT = Path(__file__).parent.parent
ATTACKS = ROOT / "tests" / "attacks"
LESSON = "01-first-flash"
PEERS: dict[str, type[Peer]] = {peer.name: peer for peer in (Check50, Otter, Nbgrader)}
POINTS = {"exercise": 1, "solution": 4}  # earned by the app itself
# Those that use nothing but Python, so that they mean the same in any grader's process.
APPLY = """
    exit-while-loading exit-in-a-view sys-exit-in-a-view abort segfault
    writes-results writes-results-at-exit token-from-memory patches-the-checker
    patches-the-library equals-everything disables-assertions prints-a-verdict pickles
    swallows-the-timeout sleeps-in-a-view spins floods-stdout fork-bomb thread-bomb
    memory-bomb-of-a-list descriptor-bomb outlives-the-kill signals-everybody
    """.split()


def verdict(peer: Peer, base: str, app: str) -> str:
    """What became of the app with this grader, in a word and points."""
    folder = ROOT / f"{base}s" / LESSON
    try:
        points = peer.points(folder, app)
    except Hung:
        return "hung"
    earned = POINTS[base]
    if points is None:
        return "lost (no result)"
    if points == earned:
        return "survived"
    word = "forged" if points > earned else "lost"
    return f"{word} ({points} for {earned})"


def begun(peer: Peer) -> str:
    """Installs the grader and sees that it tells done from not done; its version."""
    version = peer.install()
    for base, points in POINTS.items():
        began = time.monotonic()
        found = verdict(peer, base, "from shelf import app as app\n")
        took = time.monotonic() - began
        note(f"{peer.name} {version}: {base} {found} in {took:.1f} s")
        if found != "survived":
            raise SystemExit(
                f"{peer.name} gives the {base} other than {points} points."
            )
    return version


def table(peers: Sequence[Peer], names: Sequence[str]) -> list[str]:
    """A row for each attack, a column for each grader."""
    versions = [begun(peer) for peer in peers]
    heads = [f"{p.name} {v}" for p, v in zip(peers, versions, strict=True)]
    lines = [row("attack", "from", *heads), row(*["---"] * (len(peers) + 2))]
    counts: list[list[str]] = [[] for _ in peers]
    for name in names:
        facts = tomllib.loads((ATTACKS / name / "attack.toml").read_text("utf-8"))
        base = facts.get("base", "exercise")
        source = (ATTACKS / name / "app.py").read_text("utf-8")
        with ThreadPoolExecutor(len(peers)) as beside:
            judged = [
                beside.submit(verdict, p, base, p.own_words.get(name, source))
                for p in peers
            ]
            cells = [cell.result() for cell in judged]
        for words, cell in zip(counts, cells, strict=True):
            words.append(cell.partition(" ")[0])
        lines.append(row(name, facts["source"], *cells))
        note(lines[-1])
    for word in ("forged", "lost", "hung", "survived"):
        totals = [str(words.count(word)) for words in counts]
        lines.append(row(f"**{word}**", "", *totals))
    return lines


def row(*cells: str) -> str:
    """A line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def note(sentence: str) -> None:
    """How far it is, for whoever waits."""
    print(sentence, file=sys.stderr, flush=True)


def main() -> None:
    words = argparse.ArgumentParser(description="Other graders under attack.")
    words.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS))
    words.add_argument("--attacks", nargs="+", choices=APPLY, default=APPLY)
    words.add_argument("--at", type=Path, help="keep the installed graders there")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="forging-") as temporary:
        at = (asked.at or Path(temporary)).resolve()
        peers = [PEERS[name](at) for name in asked.peers]
        print("\n".join(table(peers, asked.attacks)))


if __name__ == "__main__":
    main()
