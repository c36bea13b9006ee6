"""A task is begun once something near its marks is not as the exercise has it."""

from __future__ import annotations

import pytest

from checker.begun import untouched

FILLER = "".join(f"line {n}\n" for n in range(12))
APP = f"# TODO 1: Greet\npass\n{FILLER}# TODO 2: Say\npass\n{FILLER}"
PAGE = "<p>\n{# TODO 2: Say #}\n"
EXERCISE = {"app.py": APP, "base.html": PAGE, "style.css": "p {}"}


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({}, {1, 2}),
        ({"app.py": APP.replace("# TODO 1: Greet\npass", "flash(name)")}, {2}),
        ({"app.py": APP.replace("Greet\npass", "Greet\npass\nflash(name)")}, {2}),
        ({"app.py": f"import secrets\n{APP}"}, {2}),
        ({"app.py": f"{APP}more\n"}, {1, 2}),
        ({"base.html": f"{PAGE}{{{{ message }}}}"}, {1}),
        ({"style.css": "p { color: red }"}, {1, 2}),
        ({"app.py": "", "base.html": ""}, set()),
    ],
)
def test_tasks_not_begun(change: dict[str, str], left: set[int]) -> None:
    assert untouched(EXERCISE, EXERCISE | change) == left


def test_in_an_app_of_other_files_every_task_is_begun() -> None:
    assert untouched(EXERCISE, {"shelf.py": "x = 1\n"}) == set()
