"""The limits as this course sets them: in checker.toml, then on the command line.

Holds no number of its own; what nobody sets is as limits.py has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path

from .errors import WrongUse
from .limits import Limits

__all__ = ["FILE", "limits", "places"]

FILE = "checker.toml"
FLAG = "--limit"
UNITS = {"": 1, "s": 1, "B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}
AMOUNT = re.compile(r"(\d{1,15}(?:\.\d{1,9})?)\s*([A-Za-z]*)", re.ASCII)
MOST = 1024**4  # more of anything than a limit can mean
WHOLE = {field.name: field.type == "int" for field in fields(Limits)}


def limits(root: Path, given: Iterable[str] = ()) -> Limits:
    """The limits that [limits] in the course's checker.toml and `given` ask for.

    `given` are texts such as "memory=512MiB"; the last of a name counts. Times are
    seconds, sizes bytes or a number with KiB, MiB or GiB. Raises WrongUse.
    """
    known = _changed(Limits(), _in_file(root / FILE), FILE)
    for text in given:
        name, sign, amount = text.partition("=")
        if not sign:
            raise WrongUse(f"--limit {text} names no amount. Write --limit {text}=…")
        known = _changed(known, {name.strip(): amount.strip()}, FLAG)
    return known


def places(root: Path, given: Iterable[str] = ()) -> dict[str, str]:
    """Name of each limit that is set, in the order of all, to where it was set last."""
    typed = {text.partition("=")[0].strip() for text in given}
    found = dict.fromkeys(_in_file(root / FILE), FILE) | dict.fromkeys(typed, FLAG)
    return {name: found[name] for name in WHOLE if name in found}


def _in_file(path: Path) -> Mapping[str, object]:
    """The table [limits]; nothing where there is no file, or no such table in it."""
    try:
        text = path.read_text("utf-8")
        import tomllib  # which most courses have no file for

        facts = tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or error
        raise WrongUse(f"{FILE} cannot be read: {reason}. Mend that line.") from error
    table = facts.pop("limits", {})
    for key in facts:
        raise WrongUse(f"{FILE}: nothing reads “{key}”. Put it below [limits].")
    if not isinstance(table, dict):
        raise WrongUse(f"{FILE}: “limits” is {table!r}. Write a table [limits].")
    return table


def _changed(known: Limits, values: Mapping[str, object], place: str) -> Limits:
    for name, value in values.items():
        if name not in WHOLE:
            import difflib

            near = difflib.get_close_matches(name, WHOLE, n=1)
            advice = f"Is it “{near[0]}”?" if near else f"There are {', '.join(WHOLE)}."
            raise WrongUse(f"{place}: there is no limit “{name}”. {advice}")
        amount = _amount(value)
        if amount is None or (WHOLE[name] and amount != int(amount)):
            kind = "a whole number" if WHOLE[name] else "a number"
            raise WrongUse(
                f"{place}: “{name}” is {value!r}. Write {kind} above 0, such as"
                f" {getattr(Limits(), name)}."
            )
        found = int(amount) if WHOLE[name] else amount
        known = replace(known, **{name: found})  # type: ignore[arg-type]  # of its kind
    return known


def _amount(value: object) -> float | None:
    """The amount in seconds, bytes or pieces; None where it is none that can be."""
    if isinstance(value, str):
        found = AMOUNT.fullmatch(value)
        unit = UNITS.get(found[2]) if found else None
        value = float(found[1]) * unit if found and unit else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if 0 < value <= MOST else None
