"""The attack corpus as values, and each attack's folder on disk. Runs nothing."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checker.checks import Check, asked

__all__ = ["Attack", "attacks", "built", "expected"]

ROOT = Path(__file__).parents[1]
ATTACKS = ROOT / "tests" / "attacks"
BASES = {"exercise": "exercises", "solution": "solutions"}
DEEPER = "deeper-and-deeper-and-deeper"
PLACES = "places.json"
Outcomes = Mapping[str, Sequence[str] | str]
REST = "rest"  # the checks that no other outcome names


@dataclass(frozen=True)
class Attack:
    """One attack: what it tries, where it is from, and what has to become of it.

    `base` is the app that it is laid over, of which app.py becomes shelf.py. `outcomes`
    are names of checks by outcome, `browser` the same where people sit at one, for
    those that mind; `says` has to stand in the report, `notes` are what it says of the
    run. `make` names what no repository can hold. `earned` are checks whose promise it
    really keeps, beyond those that its base keeps.
    """

    name: str
    tries: str
    source: str
    outcomes: Outcomes
    lesson: str = "01-first-flash"
    base: str = "exercise"
    says: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    make: tuple[str, ...] = ()
    earned: tuple[str, ...] = ()
    browser: Outcomes = field(default_factory=dict)


def attacks() -> list[Attack]:
    """Every attack, by name."""
    return [_read(file) for file in sorted(ATTACKS.glob("*/attack.toml"))]


def _read(file: Path) -> Attack:
    facts = tomllib.loads(file.read_text("utf-8"))
    lists = ("says", "notes", "make", "earned")
    facts |= {name: tuple(facts.get(name, ())) for name in lists}
    return Attack(name=file.parent.name, **facts)


def expected(
    attack: Attack, checks: Sequence[Check], *, browser: bool = False
) -> dict[str, str]:
    """The outcome that each check has to have; those for a browser, where one looks."""
    named: dict[str, str] = {}
    rest = ""
    for outcome, names in (attack.browser if browser else attack.outcomes).items():
        if names == REST:
            rest = outcome
        else:
            named |= dict.fromkeys(names, outcome)
    wanted = asked(checks, (), browser=browser)
    return {check.name: named.pop(check.name, rest) for check in wanted} | named


def built(attack: Attack, folder: Path, places: Sequence[str] = ()) -> Path:
    """The attack's submission in the folder: its base, and over it its own files.

    `places` is what only a test would tell an attack: where there is something to find.
    """
    shutil.copytree(ROOT / BASES[attack.base] / attack.lesson, folder)
    (folder / "app.py").rename(folder / "shelf.py")
    shutil.copytree(ATTACKS / attack.name, folder, dirs_exist_ok=True)
    (folder / "attack.toml").unlink()
    (folder / PLACES).write_text(json.dumps(places))
    for kind in attack.make:
        MAKE[kind](folder)
    return folder


# what no repository can hold ----------------------------------------------------------


def _fifos(folder: Path) -> None:
    for name in ("pipe.py", "templates/pipe.html", "static/pipe.css", "README.txt"):
        os.mkfifo(folder / name)


def _devices(folder: Path) -> None:
    """Where only root may make devices, a link to one."""
    for name, number in (("zero.py", 5), ("full.html", 7), ("random.toml", 9)):
        try:
            os.mknod(folder / name, stat.S_IFCHR | 0o666, os.makedev(1, number))
        except PermissionError:
            (folder / name).symlink_to("/dev/zero")


def _sockets(folder: Path) -> None:
    home = Path.cwd()
    os.chdir(folder)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.bind("door.py")
    finally:
        os.chdir(home)


def _many(folder: Path) -> None:
    for number in range(100):
        many = folder / f"many{number}"
        many.mkdir()
        for each in range(1000):
            (many / f"file{each}.py").touch()


def _deep(folder: Path) -> None:
    """Folders whose path is longer than the system takes, made step by step."""
    home = Path.cwd()
    os.chdir(folder)
    try:
        for _ in range(200):  # so many as Python 3.11 can remove again
            os.mkdir(DEEPER)  # noqa: PTH102  pathlib would spell out the whole path
            os.chdir(DEEPER)
            Path("app.py").touch()
    finally:
        os.chdir(home)


def _hard_link(folder: Path) -> None:
    (folder / "again.py").hardlink_to(folder / "shelf.py")


def _long_name(folder: Path) -> None:
    (folder / f"{'n' * 250}.py").touch()
    (folder / f"{'é' * 125}.html").touch()
    (folder / os.fsdecode(b"\xff\xfe\x1b[2J.py")).touch()


def _links(folder: Path) -> None:
    """Links to where places.json says that something is to be found, and to root."""
    places = json.loads((folder / PLACES).read_text())
    for number, place in enumerate(("/", "/proc/self", "/etc/passwd", "..", *places)):
        (folder / f"link{number}.py").symlink_to(place)
    (folder / "link-to-itself.html").symlink_to("link-to-itself.html")


MAKE: dict[str, Callable[[Path], None]] = {
    "fifo": _fifos,
    "device": _devices,
    "socket": _sockets,
    "many files": _many,
    "deep folders": _deep,
    "hard link": _hard_link,
    "long name": _long_name,
    "links": _links,
}
