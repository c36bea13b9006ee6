"""Makes the oldest and the newest environment that notebooks may meet. Runs none.

What is oldest says pyproject.toml: its lowest Python with the lowest releases of what
it asks for by name. The newest is the newest Python here with all that uv resolves.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

__all__ = [
    "HERE",
    "NEWEST",
    "OLDEST",
    "Kernel",
    "lowest_flask",
    "lowest_python",
    "made",
]

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ALLOWED = SpecifierSet(PROJECT["requires-python"])
OLDEST, NEWEST = "oldest", "newest"
RESOLUTION = {OLDEST: "lowest-direct", NEWEST: "highest"}
VERSIONS = """
from importlib.metadata import version
import platform
print(platform.python_version(), version("flask"))
"""


@dataclass(frozen=True)
class Kernel:
    """What runs cells: its name, where Jupyter finds it, and the versions in it."""

    name: str
    place: str
    python: Version
    flask: Version


HERE = Kernel(
    "python3",
    str(Path(sys.prefix) / "share" / "jupyter"),
    Version(platform.python_version()),
    Version(version("flask")),
)


def made(name: str, folder: Path) -> Kernel:
    """An environment with the course in it; without its Python the test is skipped."""
    uv = _uv()
    base = _python(name, uv)
    environment = folder / "environment"
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    _run(uv, "venv", "--quiet", "--python", base, str(environment))
    how = ("--quiet", "--resolution", RESOLUTION[name])
    course = ("--editable", f"{ROOT}[lab]")
    _run(uv, "pip", "install", *how, "--python", str(python), *course)
    _describe(folder / "kernels" / name, python)
    versions = _run(str(python), "-c", VERSIONS).split()
    return Kernel(name, str(folder), *map(Version, versions))


def lowest_python() -> Version:
    """The lowest Python that the project allows, without a third number."""
    return _lowest(ALLOWED)


def lowest_flask() -> Version:
    """The lowest Flask that the project allows."""
    asked = {r.name: r.specifier for r in map(Requirement, PROJECT["dependencies"])}
    return _lowest(asked["flask"])


def _lowest(specifiers: SpecifierSet) -> Version:
    return max(Version(s.version) for s in specifiers if s.operator == ">=")


def _uv() -> str:
    """uv as `course` has it: on PATH, else beside this Python."""
    here = str(Path(sys.executable).parent)
    found = shutil.which("uv") or shutil.which("uv", path=here)
    return found or _missing(
        "No uv is here to make environments. `./course` brings it."
    )


def _python(name: str, uv: str) -> str:
    """The Python to make the oldest or the newest environment of."""
    lowest, found = lowest_python(), _pythons(uv)
    old = [path for number, path in found if _short(number) == lowest]
    new = [path for number, path in found if _short(number) > lowest]
    if name == OLDEST and not old:
        _missing(
            f"No Python {lowest} is here, the oldest that pyproject.toml allows. "
            f"`uv python install {lowest}` brings it."
        )
    if name == NEWEST and not new:
        _missing(
            f"No Python newer than {lowest} is here. `uv python install` brings one."
        )
    return old[0] if name == OLDEST else new[-1]


def _pythons(uv: str) -> list[tuple[Version, str]]:
    """The finished CPythons here that the project allows, from the lowest on."""
    home = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    more = [Path(sys.base_prefix) / "bin", *sorted(home.glob("versions/*/bin"))]
    path = os.pathsep.join([os.environ["PATH"], *map(str, more)])
    how = ("list", "--only-installed", "--output-format", "json")
    found: list[dict[str, Any]] = json.loads(_run(uv, "python", *how, PATH=path))
    return sorted(
        (Version(each["version"]), each["path"])
        for each in found
        if (each["implementation"], each["variant"]) == ("cpython", "default")
        and each["version"] in ALLOWED  # which leaves out what is not finished yet
    )


def _short(number: Version) -> Version:
    return Version(f"{number.major}.{number.minor}")


def _missing(sentence: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


def _describe(folder: Path, python: Path) -> None:
    """Tells Jupyter how to start the kernel."""
    folder.mkdir(parents=True)
    start = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    # Else each kernel would compile anew where Python is told to write nothing.
    compiled = {"PYTHONDONTWRITEBYTECODE": ""}
    name = folder.name
    spec = {"argv": start, "env": compiled, "display_name": name, "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), "utf-8")


def _run(*command: str, **more: str) -> str:
    """What the command prints; if it fails, the failure says all that it said."""
    done = subprocess.run(
        command,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode:
        pytest.fail(f"{' '.join(command)} failed.\n{done.stdout}{done.stderr}")
    return done.stdout
