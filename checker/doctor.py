"""Asks this machine what the course needs to know. Installs and starts nothing."""

from __future__ import annotations

import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version

from .machine import Machine

__all__ = ["installed", "this_machine"]


def this_machine() -> Machine:
    """The machine that this runs on."""
    return Machine(
        platform.system(),
        platform.python_version(),
        getattr(os, "geteuid", lambda: 1)() == 0,  # Windows has no such thing
        shutil.which,
        os.path.exists,
        installed,
    )


def installed(package: str) -> str:
    """The version of a package; \"\" when it is not there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
