"""Runs one harness under atheris: its name, and then libFuzzer's own options."""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path

import atheris

from fuzz import HARNESSES


def main() -> None:
    """Ends with the first find, which libFuzzer keeps as a file crash-…"""
    _, name, *options = [*sys.argv, ""]
    if name not in HARNESSES:
        sys.exit(f"{name or 'Nothing'} is no harness. Name one of {HARNESSES}.")
    with atheris.instrument_imports(include=["checker"]):
        harness = importlib.import_module(f"fuzz.{name}")
    place = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for number, word in enumerate(harness.WORDS):
        (place / str(number)).write_bytes(word)
    known = place / "dictionary"
    entries = ("".join(f"\\x{byte:02x}" for byte in word) for word in harness.WORDS)
    known.write_text("".join(f'"{entry}"\n' for entry in entries if entry))
    given = [f"-dict={known}", "-max_len=4096", *filter(None, options), str(place)]
    atheris.Setup([sys.argv[0], *given], harness.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
