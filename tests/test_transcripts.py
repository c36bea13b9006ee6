"""What a learner sees of each kind of app, compared whole with tests/transcripts/.

`--record` records them anew; the difference is then to be read.
"""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import APP, Ran

Checker = Callable[..., Ran]
Recorded = Callable[[str, str], None]

SOLUTION = "".join(line for line in APP.splitlines(True) if "    # " not in line)
LOADED = "app = Flask(__name__)\n"
APPS = {
    "syntax-error": SOLUTION.replace(LOADED, "app = Flask(__name__\n"),
    "no-app": SOLUTION.replace(LOADED, "").partition("app.secret_key")[0],
    "import-error": "import flaks\n" + SOLUTION,
    "exits": SOLUTION.replace(LOADED, f'{LOADED}print("Bye.")\nraise SystemExit(3)\n'),
    "exits-while-used": SOLUTION.replace(
        '    flash("Goodbye.")\n', "    import os\n\n    os._exit(3)\n"
    ),
    "hangs": SOLUTION.replace(
        "    messages = ", "    while True:\n        pass\n    messages = "
    ),
    "floods": SOLUTION.replace(
        '    return f"<h1>', '    return "x" * 5_000_000 + f"<h1>'
    ),
    "plain-app-run": f"{SOLUTION}\n\napp.run(debug=True)\n",
    "500": SOLUTION.replace("{request.form['name']}", "{nme}"),
    "crashes-everywhere": SOLUTION.replace("    messages = ", "    message = "),
}


def factory(app: str) -> str:
    """The app as a function that makes it."""
    imports, _, rest = app.partition(LOADED)
    body = "".join(
        f"    {line}" if line.strip() else line for line in rest.splitlines(True)
    )
    return f"{imports}def create_app() -> Flask:\n    {LOADED}{body}    return app\n"


APPS["factory"] = factory(SOLUTION)


def check(checker: Checker, *words: str) -> str:
    ran = checker("check", *words)
    return f"$ checker check {' '.join(words)}\n{ran.text}(exit {ran.code})\n"


@pytest.fixture
def folder(course: Path) -> Path:
    folder = course / "01-mine"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("name", APPS)
def test_an_app(name: str, checker: Checker, folder: Path, recorded: Recorded) -> None:
    (folder / "app.py").write_text(APPS[name], "utf-8")

    recorded(name, check(checker, "01-mine", "--seed", "7"))


@pytest.mark.parametrize("tree", ["solutions", "exercises"])
def test_a_published_tree(tree: str, checker: Checker, recorded: Recorded) -> None:
    recorded(tree, check(checker, tree, "--seed", "7"))


def test_a_solution(checker: Checker, recorded: Recorded) -> None:
    words = ("solutions/01-first-flash", "--seed", "7")

    recorded("passing", check(checker, *words))
    recorded("passing-shown", check(checker, *words, "--show"))


def test_an_exercise(checker: Checker, recorded: Recorded) -> None:
    words = ("exercises/02-setup", "--seed", "7")

    recorded("failing", check(checker, *words))
    recorded("failing-fast", check(checker, *words, "--fail-fast"))
    recorded("failing-only", check(checker, *words, "--only", "greets_once"))
    recorded("failing-shown", check(checker, *words, "--only", "greets", "--show"))


def test_an_app_that_takes_a_port_of_its_own(
    checker: Checker, folder: Path, recorded: Recorded
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        own = f'import socket\n\nsocket.create_server(("127.0.0.1", {port}))\n'
        (folder / "app.py").write_text(own + SOLUTION, "utf-8")

        recorded("port-in-use", check(checker, "01-mine", "--seed", "7"))


def test_what_is_no_folder_with_an_app(
    checker: Checker, folder: Path, recorded: Recorded
) -> None:
    (folder.parent / "01-app.py").touch()

    recorded("empty-folder", check(checker, "01-mine", "--seed", "7"))
    recorded("not-a-folder", check(checker, "01-app.py"))
    recorded("not-there", check(checker, "01-away/"))
