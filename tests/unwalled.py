"""Checks an app as lesson 1 without walls, in a process of its own; prints the report.

    python tests/unwalled.py FOLDER        the seed comes on standard input

So what a spy finds in the memory of those above it does not depend on what else was
tested before; and what it leaves running ends here.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from attacking import FIRST, LIMITS, checks_of
from checker.host import Host
from checker.host.apphost.orphans import adopt, end_orphans
from checker.limits import MIB
from checker.report import to_json
from checker.runner import run

PATIENT = replace(
    LIMITS, start=20.0, check=40.0, submission=60.0, cpu=30, memory=2048 * MIB
)


def main(folder: str) -> None:
    """Writes the report as JSON."""
    adopt()
    seed = int(sys.stdin.read())
    with Host(PATIENT) as host:
        found = run(Path(folder), FIRST, checks_of(FIRST), host=host, seed=seed)
    end_orphans(0, ())
    print(to_json(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
