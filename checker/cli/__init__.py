"""The command line: reads arguments, asks the engine, prints words. Decides nothing."""

from __future__ import annotations

import atexit
import gc
import os
import sys

__all__ = ["COMPLETE", "main"]

COMPLETE = (
    "_CHECKER_COMPLETE"  # what the shell's completion sets, however we are called
)
SOME = 50_000  # objects: more than are made while a verb is loaded


def main() -> None:
    """Does what was typed; the process is this command's alone.

    A command has nothing to throw away while its modules load, nor when it ends:
    to look for it there takes a fifth of the time of `checker --help`.
    """
    gc.set_threshold(SOME)
    atexit.register(gc.freeze)
    if sys.argv[1:] == ["list"] and COMPLETE not in os.environ:
        from .ending import plainly
        from .listing import say_lessons

        plainly(say_lessons)  # there is nothing to parse, so without click
        return
    from .early import hosting

    begun = hosting(sys.argv[1:])
    from .group import main as verbs

    verbs(obj=begun)
