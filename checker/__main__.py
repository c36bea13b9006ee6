"""`python -m checker`: the same command line as `checker`."""

from __future__ import annotations

from .cli import main

if __name__ == "__main__":  # pragma: no branch  # nobody imports this
    main()
