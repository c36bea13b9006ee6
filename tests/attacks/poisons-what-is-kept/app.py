"""Leaves something in every place that another app might read."""

import contextlib
import os
import site
import sys
import tempfile
from pathlib import Path

from shelf import app as app

POISON = "import os; os._exit(0)\n"
PLACES = [
    *sys.path,
    *site.getsitepackages(),
    sys.prefix,
    sys.pycache_prefix or "",
    tempfile.gettempdir(),
    "/tmp",
    "/var/tmp",
    "/dev/shm",
    str(Path.home()),
    "..",
]
for place in PLACES:
    for name in ("flask.py", "sitecustomize.py", "usercustomize.py", "poison.pth"):
        with contextlib.suppress(OSError):
            Path(place, name).write_text(POISON)
for folder, _, names in os.walk(sys.pycache_prefix or "/nowhere"):
    for name in names:
        with contextlib.suppress(OSError):
            Path(folder, name).write_bytes(b"poison")
