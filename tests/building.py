"""The two ways in which bubblewrap's walls are built, for tests of what is within.

Anew around one submission, or as a cell of a process that is ready for many. A module's
tests run in both: `walls = building.walls` and `within = building.within`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import engine
from checker.limits import Limits
from checker.sandbox import Sandbox
from checker.sandbox.bubblewrap import Bubblewrap
from checker.sandbox.warm import Cell, Warm

__all__ = ["NOT_PASSED_ON", "Build", "around", "walls", "within"]

Build = Callable[[Path, Limits], Sandbox]
NOT_PASSED_ON = ("LC_ALL", "TZ", "LD_LIBRARY_PATH", "COVERAGE_PROCESS_CONFIG")
_built: list[Build] = []  # those of the test that runs now


def around(folder: Path, limits: Limits) -> Sandbox:
    """Walls of the kind that this test is run in."""
    [build] = _built
    return build(folder, limits)


@pytest.fixture(scope="module", params=["anew", "cell"])
def walls(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Build]:
    """One kind, and then the other."""
    if request.param == "anew":
        yield Bubblewrap
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}{engine.MARK}")
        patch.setenv("LANG", "C.UTF-8")
        for name in NOT_PASSED_ON:
            patch.delenv(name, raising=False)
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.getbasetemp()))
        warm = Warm()
        assert warm.works()

    def cell(folder: Path, limits: Limits) -> Sandbox:
        found = warm.around(folder, limits)
        assert isinstance(found, Cell)
        return found

    yield cell
    warm.close()


@pytest.fixture(autouse=True)
def within(walls: Build) -> Iterator[None]:
    """The test runs in these walls."""
    _built[:] = [walls]
    yield
    _built.clear()
