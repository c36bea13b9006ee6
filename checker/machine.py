"""What a machine has that the course can use, and how to get the rest. Asks none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .limits import Limits
from .protections import Protection

__all__ = ["Finding", "Machine", "browsers", "examine", "limits"]

# Shows no window, and is twice as fast as a browser that could.
SHELL = "chromium-headless-shell"

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
    SHELL,
)
BROWSER_PLACES = {
    "Darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
    "Windows": (
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ),
}
# How each package manager is told to install, and what it calls each thing.
INSTALLERS = {
    "apt-get": "sudo apt-get install",
    "dnf": "sudo dnf install",
    "pacman": "sudo pacman -S",
    "zypper": "sudo zypper install",
    "apk": "sudo apk add",
    "brew": "brew install",
    "winget": "winget install",
}
PACKAGES: Mapping[str, Mapping[str, str]] = {
    "Chromium": {"winget": "Google.Chrome", "brew": "--cask google-chrome"},
    "bubblewrap": {},
    "Redis": {"apt-get": "redis-server", "winget": "", "apk": "redis"},
}


@dataclass(frozen=True)
class Finding:
    """One thing the course can use: whether it is here, and how to get it if not."""

    name: str
    here: str  # its version or place; "" when it is not there
    purpose: str
    how: str
    needed: bool = False


@dataclass(frozen=True)
class Machine:
    """What is asked about a machine.

    `which` finds a program by name, `exists` a file; `package` tells a version.
    """

    system: str
    python: str
    administrator: bool
    which: Callable[[str], str | None]
    exists: Callable[[str], bool]
    package: Callable[[str], str]


def examine(machine: Machine) -> tuple[Finding, ...]:
    """Everything the course needs or can use, what it needs first."""
    return (
        Finding(
            "Python",
            machine.python,
            "runs the course and your app",
            "Install 3.11 or newer from https://python.org.",
            needed=True,
        ),
        Finding(
            "Flask",
            machine.package("flask"),
            "is what the course is about",
            "Start the checker with ./course, which installs it.",
            needed=True,
        ),
        _program(
            machine, "Chromium", _browser(machine), "shows pages as people see them"
        ),
        _program(
            machine,
            "bubblewrap",
            machine.which("bwrap") or "",
            "shuts other people's apps in while they are graded (Linux only)",
        ),
        _program(
            machine,
            "Redis",
            machine.which("redis-server") or "",
            "is the store of the optional part of lesson 6",
        ),
    )


def limits(
    machine: Machine, most: Limits, *, walled: bool = False, group: bool = False
) -> tuple[Protection, ...]:
    """What is limited while an app is checked, and whether this system enforces it.

    `walled` is within walls, where an app is no administrator's; `group` where a
    control group counts for all processes together.
    """
    linux, posix = machine.system == "Linux", machine.system != "Windows"
    kernel = "" if posix else "Windows has no such limit for a process"
    memory = kernel or ("" if linux else f"{machine.system} does not enforce it")
    as_root = "the kernel does not count an administrator's processes"
    uncounted = machine.administrator and not (walled or group)
    processes = memory or (as_root if uncounted else "")
    whole = "in all" if group else "of addresses a process"
    unwalled = "" if walled else "only a sandbox limits it"
    found = {
        f"{most.start:g} s to load, {most.request:g} s a request, {most.check:g} s a"
        f" check, {most.submission:g} s in all": "",
        f"answers of {_size(most.body)}, heads of {_size(most.head)} and"
        f" {most.headers} lines, {most.redirects} redirects": "",
        f"{_size(most.output)} kept of what is printed": "",
        f"{_size(most.tab_memory)} of memory a page, in a browser": "",
        f"{most.cpu} s of processor time a process": kernel,
        f"{most.open_files} open files, {_size(most.file_size)} a file": kernel,
        f"memory of {_size(most.memory)} {whole}": memory,
        f"{most.processes} processes and threads": processes,
        f"{_size(most.disk)} written in all": unwalled,
    }
    return tuple(Protection(what, not why, why) for what, why in found.items())


def _size(number: int) -> str:
    """Bytes in the largest unit that shows them without a fraction."""
    units = ("B", "KiB", "MiB", "GiB")
    power = max(p for p in range(len(units)) if number % 1024**p == 0)
    return f"{number // 1024**power} {units[power]}"


def _program(machine: Machine, name: str, here: str, purpose: str) -> Finding:
    return Finding(name, here, purpose, _how(machine, name))


def browsers(machine: Machine) -> tuple[str, ...]:
    """Where a browser may be, the best first; "" stands for Playwright's own."""
    return tuple(dict.fromkeys([machine.which(SHELL) or "", "", _browser(machine)]))


def _browser(machine: Machine) -> str:
    found = (machine.which(name) for name in BROWSERS)
    places = filter(machine.exists, BROWSER_PLACES.get(machine.system, ()))
    return next(filter(None, (*found, *places)), "")


def _how(machine: Machine, name: str) -> str:
    """The sentence that says what to type on this machine, or why nothing."""
    if name == "bubblewrap" and machine.system != "Linux":
        return "It exists for Linux only. The course works without it."
    for installer, line in INSTALLERS.items():
        package = PACKAGES[name].get(installer, name.lower())
        if package and machine.which(installer):
            return f"To get it: {line} {package}"
    return "Your system's package manager has it, or its own site."
