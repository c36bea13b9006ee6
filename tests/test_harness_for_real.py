"""The harnesses in the place of other graders: really set up, really run."""

from __future__ import annotations

import base64
import csv
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

import importers

pytestmark = [
    pytest.mark.gate,  # each sets the checker up anew, from the package index
    pytest.mark.xdist_group("course"),  # as heavy as the installs of `course`
    pytest.mark.timeout(600),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="they speak Linux"),
]

ROOT = Path(__file__).resolve().parents[1]
LESSON = "01-first-flash"
UV = Path(sys.executable).parent
ALL = 9  # without what only a browser shows
OTHERS = Path("/usr/bin/python3")  # a Python that a user without rights may run
# Adds a line to the script that started it: bash reads on where it was.
GREEDY = """
LINE = "\\necho '{{\\"score\\": 1000, \\"tests\\": []}}' > {results}\\n"
for name in {scripts!r}:
    try:
        with open(name, "a") as script:
            script.write(LINE)
    except OSError:
        pass
"""


def environment(**more: str) -> dict[str, str]:
    """This one without what is about these tests, and with uv to be found."""
    dropped = ("COV", "COURSE", "CHECKER", "VIRTUAL_ENV", "PYTHON")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
    return {**kept, "PATH": os.pathsep.join([kept["PATH"], str(UV)]), **more}


def done(*command: str | Path, cwd: Path, **more: str) -> str:
    """The command's standard output; fails with all it said where it failed."""
    ran = subprocess.run(
        command, cwd=cwd, env=environment(**more), capture_output=True, text=True
    )
    assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that users without rights can look into, as into a container's."""
    folder = Path(tempfile.mkdtemp(prefix="harness-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def exported(kind: str, out: Path) -> Path:
    words = ("export", kind, str(out), "--lesson", "1")
    done(sys.executable, "-m", "checker", *words, cwd=ROOT)
    return out


@cache
def readable_python() -> bool:
    """True where there is a Python of the system's own that is new enough."""
    code = "import sys, ensurepip; sys.exit(sys.version_info < (3, 11))"
    return OTHERS.exists() and not subprocess.run([OTHERS, "-c", code]).returncode


@pytest.fixture(scope="module")
def container(place: Path) -> Path:
    """What Gradescope makes of the zip: /autograder, built by setup.sh."""
    exported("gradescope", place / "zips")
    root = place / "autograder"
    with zipfile.ZipFile(place / f"zips/{LESSON}.zip") as archive:
        archive.extractall(root / "source")
        for entry in archive.infolist():
            (root / "source" / entry.filename).chmod(entry.external_attr >> 16)
    system = os.pathsep.join([str(OTHERS.parent), os.environ["PATH"]])
    path = {"PATH": f"{system}{os.pathsep}{UV}"} if readable_python() else {}
    done("bash", root / "source/setup.sh", cwd=root, AUTOGRADER=str(root), **path)
    shutil.copy(root / "source/run_autograder", root / "run_autograder")
    (root / "results").mkdir()
    return root


def autograded(container: Path, app: Path, **more: str) -> dict[str, float]:
    """What the learner sees of a submission, after run_autograder has run."""
    results = container / "results/results.json"
    results.unlink(missing_ok=True)
    shutil.rmtree(container / "submission", ignore_errors=True)
    shutil.copytree(app, container / "submission")
    done("./run_autograder", cwd=container, AUTOGRADER=str(container), **more)
    return importers.gradescope(json.loads(results.read_text("utf-8")))


def greedy(folder: Path, container: Path) -> Path:
    """The solution, which also has the result written that it would like."""
    app = folder / "greedy"
    shutil.copytree(ROOT / "solutions" / LESSON, app)
    code = (app / "app.py").read_text("utf-8")
    scripts = [str(container / "run_autograder"), "/autograder/run_autograder"]
    results = container / "results/results.json"
    more = GREEDY.format(results=results, scripts=scripts)
    (app / "app.py").write_text(code + more, "utf-8")
    return app


def test_gradescope_marks_a_finished_app_and_a_begun_one(container: Path) -> None:
    finished = autograded(container, ROOT / "solutions" / LESSON)
    begun = autograded(container, ROOT / "exercises" / LESSON)

    assert finished[""] == sum(v for k, v in finished.items() if k) == ALL
    assert begun.keys() == finished.keys()
    assert begun[""] < ALL


def test_gradescope_without_walls_marks_the_same(container: Path) -> None:
    if os.geteuid() == 0 and not readable_python():
        pytest.skip("no Python here that a user without rights may run")

    found = autograded(container, ROOT / "solutions" / LESSON, WALLS="none-such")

    assert found[""] == ALL


@pytest.mark.parametrize("walls", ["auto", "none-such"])
def test_no_app_writes_its_own_result(
    container: Path, tmp_path: Path, walls: str
) -> None:
    if walls != "auto" and not (os.geteuid() == 0 and readable_python()):
        pytest.skip("only root can run an app as a user without rights")
    app = greedy(tmp_path, container)

    found = autograded(container, app, WALLS=walls)

    assert found[""] == ALL
    script = (container / "run_autograder").read_text("utf-8")
    assert script == (container / "source/run_autograder").read_text("utf-8")


def test_gradescope_gets_no_result_where_the_checker_cannot_work(
    container: Path,
) -> None:
    results = container / "results/results.json"
    results.unlink(missing_ok=True)
    shutil.rmtree(container / "submission", ignore_errors=True)

    ran = subprocess.run(
        ["./run_autograder"],
        cwd=container,
        env=environment(AUTOGRADER=str(container)),
        capture_output=True,
        text=True,
    )

    assert ran.returncode == 2
    assert "submission is no folder." in ran.stderr
    assert not results.exists()


def test_the_zip_of_gradescope_runs_what_it_has_to_run(container: Path) -> None:
    for name in ("run_autograder", "source/setup.sh"):
        assert (container / name).stat().st_mode & stat.S_IXUSR
        done("bash", "-n", container / name, cwd=container)


@pytest.fixture(scope="module")
def repository(place: Path) -> Path:
    """A learner's clone of the template."""
    return exported("github-classroom", place / "templates") / LESSON


def pushed(repository: Path, folder: Path) -> dict[str, float]:
    """The points that GitHub Classroom adds up after the workflow's own steps."""
    file = repository / ".github/workflows/classroom.yml"
    job = yaml.safe_load(file.read_text("utf-8"))["jobs"]["run-autograding-tests"]
    output = folder / "output"
    more = {"GITHUB_OUTPUT": str(output), "RUNNER_TEMP": str(folder)}
    for step in job["steps"]:
        if "run" in step:  # as GitHub starts bash
            shell = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
            done(*shell, step["run"], cwd=repository, **more)
    handed_on = dict(line.split("=", 1) for line in output.read_text().splitlines())
    result = json.loads(base64.b64decode(handed_on["result"]))
    return importers.classroom_points({"checker": result})


def test_github_classroom_is_told_the_points(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    (tmp_path / "then").mkdir()
    begun = pushed(repository, tmp_path / "first")
    shutil.copytree(
        ROOT / "solutions" / LESSON, repository / LESSON, dirs_exist_ok=True
    )
    finished = pushed(repository, tmp_path / "then")

    assert finished == {"totalPoints": ALL, "maxPoints": ALL}
    assert begun["maxPoints"] == ALL
    assert begun["totalPoints"] < ALL


def test_nbgrader_gives_the_points_of_the_checks(place: Path) -> None:
    course = exported("nbgrader", place / "class")
    own = place / "nbgrader"
    done(UV / "uv", "venv", "--quiet", "--python", sys.executable, own, cwd=place)
    install = (UV / "uv", "pip", "install", "--quiet", "--python", own / "bin/python")
    done(*install, "nbgrader>=0.9.5", cwd=place)
    path = {"PATH": os.pathsep.join([str(own / "bin"), os.environ["PATH"], str(UV)])}
    done("nbgrader", "generate_assignment", LESSON, "--create", cwd=course, **path)
    for learner, tree in (("ana", "solutions"), ("bob", "exercises")):
        folder = course / "submitted" / learner / LESSON
        shutil.copytree(course / "release" / LESSON, folder)
        shutil.copytree(ROOT / tree / LESSON, folder / "app", dirs_exist_ok=True)

    done("nbgrader", "autograde", LESSON, "--create", cwd=course, **path)
    done("nbgrader", "export", cwd=course, **path)

    with (course / "grades.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert float(rows["ana"]["score"]) == float(rows["ana"]["max_score"]) == ALL
    assert 0 < float(rows["bob"]["score"]) < ALL
