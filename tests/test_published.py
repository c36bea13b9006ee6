"""The published trees are what the lessons say, and nothing else; links are safe."""

from pathlib import Path

import pytest

from checker import build, course
from checker.errors import AuthorError
from checker.versions import versions
from small_course import APP, CHECKS, write_lesson

ROOT = Path(__file__).parents[1]

EXERCISE_PAGE = """\
<!-- Published from lessons/. Edit there. -->

# 1. First flash

*15 minutes, 1 task.*

The shelf greets nobody.

When you are through, you can:

- Flash a message.

## What to do

Work in `work/01-first-flash/`, a copy of this folder that `./course start 1` makes. \
There `TODO 1` and so on mark the places.

### Task 1: Greet whoever signs in

In `app.py`.

Greet them on the next page.

You are done when your app keeps these promises:

- The next page greets the visitor.
- A second visitor is greeted as well. *(optional)*

### What works already, and should go on working

- The shelf answers.

### If you want more

- The shelf shines.

## The whole contract

The checks use your app as visitors do, and rely on this and nothing else. \
How you write it is up to you.

- **POST /sign-in**: Form field `name`.
  Redirects to `/`.

## Check it

```console
./course check 1    # once
./course watch 1    # at every save
./course hint 1     # stuck? first a nudge, then a pointer, then nearly the answer
```

On Windows write `py course check 1`.

## Not in this lesson

- Categories: lesson 3.
"""

TABLE = """\
| Lesson | Title | Minutes | What it is about |
| --: | --- | --: | --- |
| 1 | [First flash](%s01-first-flash/) | 15 | A message \\| for the next page. |
"""


def files(root: Path) -> dict[str, bytes]:
    """Every file below root outside lessons/, with its content."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.is_relative_to(root / "lessons")
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_lesson(tmp_path)
    build.publish(tmp_path)
    return tmp_path


def test_the_published_trees_of_this_course_are_current() -> None:
    assert build.differences(ROOT) == ()


@pytest.mark.parametrize("tree", ["exercises", "solutions"])
def test_every_published_python_file_can_be_compiled(tree: str) -> None:
    for file in (ROOT / tree).rglob("*.py"):
        compile(file.read_bytes(), file, "exec")


def test_a_lesson_becomes_an_exercise_and_a_solution(tmp_path: Path) -> None:
    icon = (write_lesson(tmp_path) / "app" / "static" / "icon.png").read_bytes()

    assert build.publish(tmp_path) == (
        "Wrote exercises/01-first-flash/README.md.",
        "Wrote exercises/01-first-flash/app.py.",
        "Wrote exercises/01-first-flash/static/icon.png.",
        "Wrote exercises/README.md.",
        "Wrote solutions/01-first-flash/app.py.",
        "Wrote solutions/01-first-flash/static/icon.png.",
        "Wrote solutions/README.md.",
    )
    published = files(tmp_path)
    exercise = APP.replace("# task 1", "# TODO 1: Greet whoever signs in")
    exercise = exercise.replace('    flash("Welcome.")\n', "").replace(
        "#: pass", "pass"
    )
    solution = APP.replace("    # task 1\n", "").replace("    #: pass\n", "")
    assert published["exercises/01-first-flash/README.md"].decode() == EXERCISE_PAGE
    assert published["exercises/01-first-flash/app.py"].decode() == exercise.replace(
        "    # end\n", ""
    )
    assert published["solutions/01-first-flash/app.py"].decode() == solution.replace(
        "    # end\n", ""
    )
    assert published["exercises/01-first-flash/static/icon.png"] == icon
    assert published["solutions/01-first-flash/static/icon.png"] == icon


@pytest.mark.parametrize("tree", ["exercises", "solutions"])
def test_a_trees_page_says_where_to_edit_and_lists_the_lessons(
    root: Path, tree: str
) -> None:
    page = (root / tree / "README.md").read_text("utf-8")

    assert page.startswith(f"# {tree.title()}\n\nPublished from lessons/. Edit there.")
    assert TABLE % "" in page


def test_publishing_again_changes_nothing(root: Path) -> None:
    before = files(root)

    assert build.publish(root) == ()
    assert build.differences(root) == ()
    assert files(root) == before


def test_differences_are_told_and_left_alone(root: Path) -> None:
    folder = root / "solutions" / "01-first-flash"
    (folder / "app.py").write_bytes(b"x = 1\n")
    (folder / "static" / "icon.png").unlink()
    (folder / "mine.py").touch()
    before = files(root)

    assert build.differences(root) == (
        "solutions/01-first-flash/app.py is stale: it is not what lessons/ says now.",
        "solutions/01-first-flash/mine.py is stray: no lesson publishes it.",
        "solutions/01-first-flash/static/icon.png is missing.",
    )
    assert files(root) == before


def test_publishing_mends_every_difference(root: Path) -> None:
    before = files(root)
    folder = root / "exercises" / "01-first-flash"
    (folder / "app.py").unlink()
    (folder / "app.py" / "old").mkdir(parents=True)
    (folder / "app.py" / "old" / "mine.py").touch()
    (folder / "static" / "icon.png").write_bytes(b"")
    (root / "exercises" / "02-gone" / "__pycache__").mkdir(parents=True)
    (root / "exercises" / "02-gone" / "__pycache__" / "app.pyc").touch()
    (root / "exercises" / "02-gone" / "app.py").touch()

    assert build.publish(root) == (
        "Removed exercises/01-first-flash/app.py/old/mine.py.",
        "Removed exercises/02-gone/app.py.",
        "Wrote exercises/01-first-flash/app.py.",
        "Wrote exercises/01-first-flash/static/icon.png.",
    )
    assert files(root) == before


def test_what_tools_leave_behind_is_neither_published_nor_stray(root: Path) -> None:
    for folder in (root / "lessons/01-first-flash/app", root / "exercises"):
        (folder / "__pycache__").mkdir()
        (folder / "__pycache__" / "app.pyc").touch()

    assert build.differences(root) == ()
    assert build.publish(root) == ()
    assert (root / "exercises" / "__pycache__" / "app.pyc").exists()


def test_a_link_in_a_published_tree_is_replaced_and_never_followed(
    root: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "app.py").write_bytes(b"mine\n")
    file = root / "solutions" / "01-first-flash" / "app.py"
    file.unlink()
    file.symlink_to(outside / "app.py")
    (root / "exercises" / "03-linked").symlink_to(outside)

    assert build.differences(root) == (
        "exercises/03-linked is stray: no lesson publishes it.",
        "solutions/01-first-flash/app.py is stale: it is not what lessons/ says now.",
    )
    assert build.publish(root) == (
        "Removed exercises/03-linked.",
        "Wrote solutions/01-first-flash/app.py.",
    )
    assert (outside / "app.py").read_bytes() == b"mine\n"
    assert not file.is_symlink()
    assert build.differences(root) == ()


def test_a_linked_folder_of_leavings_is_left_alone(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "exercises" / "__pycache__").symlink_to(outside)

    assert build.publish(root) == ()
    assert outside.is_dir()


def test_windows_line_ends_are_published_as_unix_ones(root: Path) -> None:
    file = root / "lessons" / "01-first-flash" / "app" / "app.py"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert build.differences(root) == ()


def test_the_projects_page_gets_the_table(root: Path) -> None:
    page = root / "README.md"
    page.write_text("# Course\n\n<!-- lessons -->\nold\n<!-- /lessons -->\n\nMore.\n")

    assert build.differences(root) == (
        "README.md is stale: it is not what lessons/ says now.",
    )
    assert build.publish(root) == ("Wrote README.md.",)
    table = TABLE % "exercises/"
    assert page.read_text() == (
        f"# Course\n\n<!-- lessons -->\n\n{table}\n<!-- /lessons -->\n\nMore.\n"
    )
    assert build.differences(root) == ()


def refused(root: Path) -> str:
    before = files(root)
    sentences = []
    for verb in (build.publish, build.differences):
        with pytest.raises(AuthorError) as error:
            verb(root)
        sentences.append(str(error.value))
    assert files(root) == before
    assert sentences[0] == sentences[1]
    return sentences[0]


def test_a_projects_page_without_the_markers_is_refused(root: Path) -> None:
    (root / "README.md").write_text("# Course\n\n<!-- lessons -->\n")

    assert refused(root) == (
        "README.md has no place for the table of lessons. "
        "Write <!-- lessons --> and <!-- /lessons --> where it belongs."
    )


def test_a_task_without_a_region_is_refused(root: Path) -> None:
    (root / "lessons/01-first-flash/app/app.py").write_text("x = 1\n")

    assert refused(root) == (
        "lessons/01-first-flash/app has no region for task 1. Mark what solves it."
    )


def test_an_open_region_is_refused_with_file_and_line(root: Path) -> None:
    (root / "lessons/01-first-flash/app/app.py").write_text("x = 1\n# task 1\n")

    assert refused(root) == (
        "lessons/01-first-flash/app/app.py:2: This region is not closed. "
        "Write “# end” below its last line."
    )


def test_an_app_with_a_page_of_its_own_is_refused(root: Path) -> None:
    (root / "lessons/01-first-flash/app/README.md").touch()

    assert refused(root) == (
        "lessons/01-first-flash/app/README.md stands where the exercise's is "
        "published. Rename it."
    )


def test_a_link_in_a_lesson_is_refused(root: Path) -> None:
    (root / "lessons/01-first-flash/app/keys").symlink_to("/etc")

    assert refused(root) == (
        "lessons/01-first-flash/app/keys is a symbolic link. Put the file itself there."
    )


@pytest.mark.parametrize("kind", ["link", "file"])
def test_a_tree_that_is_no_folder_is_refused(tmp_path: Path, kind: str) -> None:
    write_lesson(tmp_path)
    tree = tmp_path / "exercises"
    tree.symlink_to(tmp_path / "elsewhere") if kind == "link" else tree.touch()

    assert refused(tmp_path) == "exercises is not a folder of its own. Move it away."


def test_a_lesson_without_promises_of_its_own_says_only_what_there_is(
    root: Path,
) -> None:
    only = CHECKS[: CHECKS.index("@check\n")] + CHECKS[CHECKS.index("@check(task=1") :]
    only = only[: only.index("@check(task=1, extra")].replace(", after=answers", "")
    (root / "lessons/01-first-flash/checks.py").write_text(only)
    build.publish(root)

    page = (root / "exercises/01-first-flash/README.md").read_text("utf-8")
    assert "works already" not in page
    assert "want more" not in page


def test_versions_tell_where_a_tasks_places_are(root: Path) -> None:
    app = versions(course.find(root, "1"))

    assert app.places == {1: ["app.py"]}
