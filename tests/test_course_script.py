"""Runs `course` on copies of the checkout, with real installs, as a person would."""

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.gate,  # real installs
    pytest.mark.xdist_group("course"),  # one worker, one installed copy
    pytest.mark.timeout(300),  # a first install downloads some 30 MB
    pytest.mark.skipif(sys.platform == "win32", reason="these tests speak POSIX"),
]

ROOT = Path(__file__).resolve().parent.parent
FILES = ("course", "pyproject.toml", "uv.lock", "LICENSE", "tests/__main__.py")
SETTING_UP = "Setting up the course in .venv. This takes up to a minute.\n"
WAITING = "Another run is setting up the course. Waiting for it.\n"
NO_NETWORK = {
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "UV_HTTP_RETRIES": "0",
    "PIP_RETRIES": "0",
}
# Runs the script as a Python would that differs in what the first lines say.
AS_IF = "import sys, runpy\n{}\nrunpy.run_path(sys.argv[0], run_name='__main__')"


def copy(folder: Path) -> Path:
    """A checkout as git would make it, as far as `course` needs one."""
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    bytecode = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "checker", folder / "checker", ignore=bytecode)
    return folder


def environment(uv: Path | None, **more: str) -> dict[str, str]:
    """This one without coverage's variables, with just this uv or none on PATH."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("COV")}
    path = [p for p in kept["PATH"].split(os.pathsep) if not (Path(p) / "uv").exists()]
    return {**kept, "PATH": os.pathsep.join([str(uv)] * bool(uv) + path), **more}


class Checkout:
    """A copy of the course in a folder of its own."""

    def __init__(self, folder: Path, uv: Path | None = None) -> None:
        self.folder = folder
        self.uv = uv  # the folder that has it

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, self.folder / "course", *arguments],
            env=environment(self.uv, **more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **more: str) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        process = self.start(*arguments, **more)
        out, err = process.communicate()
        return process.returncode, out, err

    def as_if(self, lines: str, **more: str) -> tuple[int, str]:
        """Exit code and standard error under a Python that these lines change."""
        code = AS_IF.format(f"sys.argv = [{str(self.folder / 'course')!r}]\n{lines}")
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment(self.uv, **more),
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stderr


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """Set up without a uv on PATH, in a folder that needs quoting."""
    checkout = Checkout(copy(tmp_path_factory.mktemp("the course’s home")))
    code, out, err = checkout.run("--help")

    assert (code, err) == (0, SETTING_UP)
    assert out.startswith("Usage: ")
    return checkout


@pytest.fixture(scope="session")
def uv(whole: Checkout, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that has the uv that it installed for itself."""
    folder = tmp_path_factory.mktemp("uv")
    (folder / "uv").symlink_to(whole.folder / ".venv/bin/uv")
    return folder


@pytest.fixture(scope="session")
def swift(uv: Path, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """Set up with a uv on PATH."""
    checkout = Checkout(copy(tmp_path_factory.mktemp("swift")), uv)

    assert checkout.run("--help")[::2] == (0, SETTING_UP)
    return checkout


@pytest.fixture
def bare(tmp_path: Path, uv: Path) -> Checkout:
    """Not set up, and with a uv on PATH."""
    return Checkout(copy(tmp_path / "course"), uv)


@pytest.fixture
def echo(whole: Checkout) -> Iterator[Path]:
    """The console script gives way to a program that says how it was called."""
    script = whole.folder / ".venv/bin/checker"
    kept = script.read_bytes()
    script.write_text('#!/bin/sh\npwd\nprintf "%s\\n" "$COURSE_COMMAND" "$@"\nexit 7\n')
    yield script
    script.write_bytes(kept)


def test_with_nothing_to_do_it_is_silent(whole: Checkout) -> None:
    stamp = whole.folder / ".venv/course.stamp"
    before = stamp.stat().st_mtime_ns

    assert whole.run("--help")[::2] == (0, "")
    assert stamp.stat().st_mtime_ns == before


def test_it_hands_over_folder_name_arguments_and_exit_code(
    whole: Checkout, echo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = whole.run("check", "my work", "--seed=1")

    assert (code, err) == (7, "")
    assert out.splitlines() == [
        str(tmp_path),
        str(whole.folder / "course"),
        "check",
        "my work",
        "--seed=1",
    ]


def test_a_changed_project_brings_the_environment_up_to_date(swift: Checkout) -> None:
    with (swift.folder / "pyproject.toml").open("a") as file:
        file.write("# changed\n")

    assert swift.run("--help")[::2] == (0, "Bringing .venv up to date.\n")


def test_a_copied_checkout_sets_up_its_own(swift: Checkout, tmp_path: Path) -> None:
    copied = Checkout(tmp_path / "copied", swift.uv)
    shutil.copytree(swift.folder, copied.folder, symlinks=True)

    assert copied.run("--help")[::2] == (0, SETTING_UP)
    assert str(swift.folder) not in (copied.folder / ".venv/bin/checker").read_text()
    assert swift.run("--help")[::2] == (0, "")


@pytest.mark.parametrize("part", ["bin/checker", "bin/python", "course.stamp"])
def test_a_removed_part_is_put_back(swift: Checkout, part: str) -> None:
    (swift.folder / ".venv" / part).unlink()

    assert swift.run("--help")[::2] == (0, SETTING_UP)
    assert swift.run("--help")[::2] == (0, "")


def test_what_one_verb_brought_stays_when_another_runs(swift: Checkout) -> None:
    first = swift.run("test", "--version")
    second = swift.run("grade", "--help")
    third = swift.run("test", "--version")

    assert first[2].startswith("Adding to .venv what `test` needs.\n")
    assert second[2].startswith("Adding to .venv what `grade` needs.\n")
    assert third == (0, first[1], "")
    assert first[1].startswith("pytest ")


def interrupt(checkout: Checkout, number: signal.Signals) -> tuple[int, str]:
    """Exit code and last line of a run that the signal meets while it installs."""
    process = checkout.start("--help")
    assert process.stderr
    process.stderr.readline()
    while not (checkout.folder / ".venv/bin").exists():
        time.sleep(0.001)
    process.send_signal(number)
    lines = process.communicate()[1].splitlines(keepends=True)
    return process.returncode, lines[-1] if lines else ""


def test_an_interrupted_run_says_so_and_the_next_one_succeeds(bare: Checkout) -> None:
    stopped = "Stopped half-way. Run the course again, and it starts where it must.\n"

    assert interrupt(bare, signal.SIGINT) == (130, stopped)
    assert bare.run("--help")[::2] == (0, SETTING_UP)


def test_after_a_killed_run_the_next_one_succeeds(bare: Checkout) -> None:
    code, _ = interrupt(bare, signal.SIGKILL)
    next_code, _, err = bare.run("--help")

    assert code == -signal.SIGKILL
    assert (next_code, err.removeprefix(WAITING)) == (0, SETTING_UP)


def test_of_two_runs_at_once_one_waits(bare: Checkout) -> None:
    runs = [bare.start("--help"), bare.start("--help")]
    results = [run.communicate() for run in runs]

    assert [run.returncode for run in runs] == [0, 0]
    assert results[0][0] == results[1][0]
    assert {err for _, err in results} == {SETTING_UP, WAITING}


def test_without_network_it_says_what_to_do_and_breaks_nothing(
    bare: Checkout, tmp_path: Path
) -> None:
    cache = str(tmp_path / "empty cache")
    assert bare.run("--help")[::2] == (0, SETTING_UP)
    code, _, err = bare.run("lab", **NO_NETWORK, UV_CACHE_DIR=cache)

    assert (code, err.splitlines()[-1]) == (
        4,
        f"{bare.uv}/uv could not install the packages and says why above."
        " Check the network connection, then run the course again.",
    )
    assert bare.run("--help", **NO_NETWORK)[::2] == (0, "")


def test_without_network_and_uv_it_says_what_to_do(bare: Checkout) -> None:
    bare.uv = None
    code, _, err = bare.run(**NO_NETWORK, PIP_NO_CACHE_DIR="1")

    assert (code, err.splitlines()[-1]) == (
        4,
        f"{bare.folder}/.venv/bin/python could not install uv and says why above."
        " Check the network connection, then run the course again.",
    )


def test_a_python_without_pip_is_told_the_one_command(bare: Checkout) -> None:
    bare.uv = None
    code, err = bare.as_if("sys.modules['ensurepip'] = None")

    assert (code, err) == (
        4,
        f"{SETTING_UP}{getattr(sys, '_base_executable', '')} cannot make virtual"
        " environments. On Debian and Ubuntu run `sudo apt install python3-venv`,"
        " then run the course again.\n",
    )


def test_an_old_python_can_read_it_and_is_told_so(bare: Checkout) -> None:
    ast.parse((ROOT / "course").read_text("utf-8"), feature_version=(3, 7))
    code, err = bare.as_if("sys.version_info, sys.version = (3, 9, 6), '3.9.6 (old)'")

    assert (code, err) == (
        1,
        "The course needs Python 3.11 or newer, and this is 3.9.6. Run it with a"
        " newer one, as in `python3.13 course`; https://www.python.org/downloads/"
        " has them.\n",
    )


def test_a_folder_that_cannot_be_written_is_named(bare: Checkout) -> None:
    bare.folder.chmod(0o555)
    command: list[str | Path] = [sys.executable, bare.folder / "course"]
    if os.geteuid() == 0:  # root may write everywhere, unless it gives that up
        if not shutil.which("setpriv"):
            pytest.skip("root without setpriv can write everywhere")
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
    done = subprocess.run(command, env=environment(bare.uv), stderr=-1, text=True)
    bare.folder.chmod(0o755)

    assert (done.returncode, done.stderr) == (
        4,
        f"The course could not be set up in {bare.folder}/.venv: Permission denied."
        " Copy the course to a folder that you can write to, and run it there.\n",
    )


def test_every_verb_that_needs_more_has_an_extra_of_its_name() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert {"lab", "grade", "test", "dev"} <= set(project["optional-dependencies"])
