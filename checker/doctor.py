"""Asks this machine what the course needs to know. Installs and starts nothing."""

from __future__ import annotations

import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version

from .limits import Limits
from .machine import Machine
from .protections import Protections

__all__ = ["enforced", "has_screen", "installed", "this_machine"]


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


def enforced(sandbox: str, most: Limits) -> Protections:
    """What keeps an app in here, in the sandbox of that name and within limits."""
    from .sandbox.choice import chosen, protections

    return protections(chosen(sandbox), most)


def installed(package: str) -> str:
    """The version of a package; \"\" when it is not there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def has_screen() -> bool:
    """True where a browser window can be opened for whoever typed this."""
    if "SSH_CONNECTION" in os.environ and "DISPLAY" not in os.environ:
        return False  # the screen, if there is one, is somebody else's
    if platform.system() in ("Darwin", "Windows"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
