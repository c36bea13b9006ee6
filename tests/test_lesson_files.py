"""What stands in lessons/ is read as it is meant, or refused with file and reason."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from checker import course
from checker.entry import Entry
from checker.errors import AuthorError, CourseError, NoSuchLesson, WrongUse
from checker.lesson import Edit, Lesson, Mistake, Rule, Task
from checker.mistakes import beliefs, mistakes
from small_course import CHECKS, LESSON, MISTAKE, write_lesson

LESSON_FILE = "lessons/01-first-flash/lesson.toml"
SILENT = "lessons/01-first-flash/mistakes/silent.toml"
CHECKS_FILE = "lessons/01-first-flash/checks.py"


def refusal(
    call: Callable[..., object],
    *arguments: object,
    error: type[CourseError] = AuthorError,
) -> str:
    with pytest.raises(error) as refused:
        call(*arguments)
    return str(refused.value)


def test_a_lesson_is_its_folder(tmp_path: Path) -> None:
    folder = write_lesson(tmp_path)

    assert course.lessons(tmp_path) == (
        Lesson(
            folder=folder,
            title="First flash",
            minutes=15,
            summary="A message | for the next page.",
            objectives=("Flash a message.",),
            out_of_scope=("Categories: lesson 3.",),
            story="The shelf greets nobody.",
            tasks=(
                Task(
                    number=1,
                    title="Greet whoever signs in",
                    text="Greet them on the next page.",
                    hints=("Where?", "In `sign_in`.", "`flash(name)`"),
                ),
            ),
            contract=(Rule("POST /sign-in", "Form field `name`.\nRedirects to `/`."),),
        ),
    )


def test_a_list_of_lessons_reads_no_further_than_it_shows(tmp_path: Path) -> None:
    folder = write_lesson(tmp_path)
    whole = (folder / "lesson.toml").read_text()
    (folder / "lesson.toml").write_text(whole.replace("hints = [", "hints = "))

    assert course.contents(tmp_path) == (Entry(folder, "First flash", 15),)
    assert "is not TOML" in refusal(course.lessons, tmp_path)


@pytest.mark.parametrize(
    "value", ['"""\nMute:\n[a link]\n"""', "'''\n[[tasks]]\n'''", "[\n[1],\n[2]]"]
)
def test_a_bracket_within_a_value_does_not_end_the_head(
    tmp_path: Path, value: str
) -> None:
    folder = write_lesson(tmp_path)
    whole = (folder / "lesson.toml").read_text()
    (folder / "lesson.toml").write_text(f"first = {value}\n{whole}")

    assert course.contents(tmp_path) == (Entry(folder, "First flash", 15),)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("title = First", f"{LESSON_FILE} is not TOML: "),
        ("title = " + "[" * 3000, f"{LESSON_FILE} nests too deep. Write it flat."),
        ("minutes = 15", f"{LESSON_FILE}: “title” is missing. Write a text."),
        ('title = """\na\nb"""', f"{LESSON_FILE}: “title” has several lines."),
    ],
)
def test_a_head_that_cannot_be_listed_is_refused(
    tmp_path: Path, head: str, said: str
) -> None:
    folder = write_lesson(tmp_path)
    (folder / "lesson.toml").write_text(f"{head}\n\n[[tasks]]\n")

    assert refusal(course.contents, tmp_path).startswith(said)


def test_what_is_told_of_a_mistake_is_what_its_file_says(tmp_path: Path) -> None:
    lesson = course.read(write_lesson(tmp_path))
    [whole], [told] = mistakes(lesson), beliefs(lesson)

    assert told == replace(whole, edits=(), also=(), wordings=())


def test_name_and_number_are_the_folders(tmp_path: Path) -> None:
    lesson = course.read(write_lesson(tmp_path, "03-categories"))

    assert (lesson.number, lesson.name) == (3, "03-categories")
    assert lesson.task_titles == ("Greet whoever signs in",)


def test_mistakes_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    folder = write_lesson(tmp_path)
    (folder / "mistakes" / "a-b.toml").write_text(MISTAKE)

    first, second = mistakes(course.read(folder))
    assert (first.name, second.name) == ("a-b", "silent")
    assert second == Mistake(
        name="silent",
        belief="I need no flash",
        why="Nobody else tells the next page. It has to be said.",
        question="Who says it?",
        fails=("greets",),
        edits=(Edit("app.py", 'flash("Welcome.")', ""),),
    )


def test_checks_come_in_file_order_and_know_each_other(tmp_path: Path) -> None:
    checks = course.checks(course.read(write_lesson(tmp_path)))

    assert [item.name for item in checks] == [
        "answers",
        "greets",
        "greets_twice",
        "shines",
    ]
    assert checks[1].after == (checks[0],)


def test_checks_are_read_afresh(tmp_path: Path) -> None:
    lesson = course.read(write_lesson(tmp_path))
    before = course.checks(lesson)[0]
    file = lesson.folder / "checks.py"
    file.write_text(CHECKS.replace("The shelf answers", "The shelf replies"))

    after = course.checks(lesson)[0]
    assert (before.promise, after.promise) == (
        "The shelf answers.",
        "The shelf replies.",
    )


def test_the_course_is_found_from_within(tmp_path: Path) -> None:
    folder = write_lesson(tmp_path)

    assert course.find_root(folder / "app") == tmp_path
    assert course.find_root(tmp_path) == tmp_path


def test_the_course_is_found_from_elsewhere_by_a_second_place(tmp_path: Path) -> None:
    write_lesson(tmp_path / "course")

    assert course.find_root(tmp_path, tmp_path / "course") == tmp_path / "course"


def test_without_a_course_the_way_out_is_told(tmp_path: Path) -> None:
    assert refusal(course.find_root, tmp_path, error=WrongUse) == (
        f"No folder lessons/ in {tmp_path} or above it. "
        "Change into the course's folder and try again."
    )


def test_lessons_come_by_number_and_other_names_are_no_lessons(tmp_path: Path) -> None:
    for name in ("10-ten", "09-nine", "100-hundred"):
        write_lesson(tmp_path, name)
    for name in (".cache", "__pycache__", "_draft"):
        (tmp_path / "lessons" / name).mkdir()
    (tmp_path / "lessons" / "README.md").touch()

    names = [folder.name for folder in course.folders(tmp_path)]
    assert names == ["09-nine", "10-ten", "100-hundred"]


def test_a_folder_without_a_lessons_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lessons" / "3_Categories").mkdir(parents=True)

    assert refusal(course.folders, tmp_path) == (
        "lessons/3_Categories has no lesson's name. "
        "Name it as in 07-own-words: number, hyphen, small letters."
    )


def test_two_lessons_of_one_number_are_refused(tmp_path: Path) -> None:
    write_lesson(tmp_path, "03-categories")
    write_lesson(tmp_path, "003-colours")

    assert refusal(course.folders, tmp_path) == (
        "lessons/003-colours and lessons/03-categories share the number 3. "
        "Give one of them another."
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("01-first-flash", "03-categories", "13-first-aid"):
        write_lesson(tmp_path, name)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("3", "03-categories"),
        ("03", "03-categories"),
        ("13", "13-first-aid"),
        ("03-categories", "03-categories"),
        ("categories", "03-categories"),
        (" Categories ", "03-categories"),
        ("cat", "03-categories"),
        ("03-c", "03-categories"),
        ("first-f", "01-first-flash"),
    ],
)
def test_a_lesson_is_found_by(root: Path, text: str, name: str) -> None:
    assert course.find(root, text).name == name


def test_a_whole_name_goes_before_a_beginning(root: Path) -> None:
    write_lesson(root, "14-first")

    assert course.find(root, "first").name == "14-first"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "first",
            "“first” fits more than one lesson. "
            "Say which: 01-first-flash, 13-first-aid.",
        ),
        ("categoris", "No lesson goes by “categoris”. Did you mean “03-categories”?"),
        (
            "frist-flash",
            "No lesson goes by “frist-flash”. Did you mean “01-first-flash”?",
        ),
        (
            "7",
            "No lesson goes by “7”. "
            "There are: 01-first-flash, 03-categories, 13-first-aid.",
        ),
        (
            "",
            "No lesson goes by “”. "
            "There are: 01-first-flash, 03-categories, 13-first-aid.",
        ),
    ],
)
def test_an_unknown_lesson_is_refused_with_advice(
    root: Path, text: str, sentence: str
) -> None:
    assert refusal(course.find, root, text, error=NoSuchLesson) == sentence


def test_a_course_without_lessons_says_so(tmp_path: Path) -> None:
    (tmp_path / "lessons").mkdir()

    assert refusal(course.find, tmp_path, "1", error=NoSuchLesson) == (
        "No lesson goes by “1”. There are none yet."
    )


@pytest.mark.parametrize(
    ("line", "instead", "sentence"),
    [
        ("minutes = 15\n", "", "“minutes” is missing. Write a whole number."),
        ("minutes = 15", 'minutes = "15"', "“minutes” is '15'. Write a whole number."),
        ("minutes = 15", "minutes = 0", "“minutes” is 0. Write a whole number from 1."),
        (
            "minutes = 15",
            "minutes = true",
            "“minutes” is True. Write a whole number from 1.",
        ),
        ("First flash", "", "“title” is empty. Fill it."),
        ("First flash", "First\\nflash", "“title” has several lines. Write one."),
        (
            '["Flash a message."]',
            "[]",
            "“objectives” is empty. Fill it.",
        ),
        (
            '["Flash a message."]',
            '["a", 3]',
            "“objectives” is ['a', 3]. Write a list of texts.",
        ),
        (
            '["Flash a message."]',
            '"a"',
            "“objectives” is 'a'. Write a list of texts.",
        ),
        ("story", "stroy", "“story” is missing. Is it “stroy”?"),
        ("minutes = 15", "minutes = 15\nxyz = 1", "nothing reads “xyz”. Remove it."),
        (
            LESSON[LESSON.index("[[tasks]]") :],
            "tasks = [1]",
            "“tasks” is [1]. Write one or more [[tasks]].",
        ),
    ],
)
def test_an_odd_lesson_file_is_refused_with_the_reason(
    tmp_path: Path, line: str, instead: str, sentence: str
) -> None:
    folder = write_lesson(tmp_path)
    (folder / "lesson.toml").write_text(LESSON.replace(line, instead), "utf-8")

    assert refusal(course.read, folder) == f"{LESSON_FILE}: {sentence}"


def test_an_odd_task_is_refused_with_its_number(tmp_path: Path) -> None:
    folder = write_lesson(tmp_path)
    (folder / "lesson.toml").write_text(LESSON.replace('"Where?", ', ""))

    assert refusal(course.read, folder) == (
        f"{LESSON_FILE}, tasks 1: the number of hints is 2. "
        "Write three: nudge, pointer, near-answer."
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, " is missing. Write it."),
        (
            b"title = 'caf\xe9'",
            " is not UTF-8: 'utf-8' codec can't decode byte 0xe9 in position 12: "
            "invalid continuation byte. Save it as such.",
        ),
        (
            b"title\n",
            " is not TOML: Expected '=' after a key in a key/value pair "
            "(at line 1, column 6). Mend that line.",
        ),
    ],
)
def test_a_lesson_file_that_cannot_be_read_is_refused(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    folder = write_lesson(tmp_path)
    (folder / "lesson.toml").unlink()
    if content:
        (folder / "lesson.toml").write_bytes(content)

    assert refusal(course.read, folder) == LESSON_FILE + sentence


@pytest.mark.parametrize(
    ("line", "instead", "sentence"),
    [
        ("fails", "fail", ": “fails” is missing. Is it “fail”?"),
        ("put", "with", ", edit 1: “put” is missing. Write a text."),
        ("put", "x = 1\nput", ", edit 1: nothing reads “x”. Remove it."),
        (
            "find = 'flash(\"Welcome.\")'",
            'find = ""',
            ", edit 1: “find” is empty. Fill it, or leave it out.",
        ),
    ],
)
def test_an_odd_mistake_is_refused_with_the_reason(
    tmp_path: Path, line: str, instead: str, sentence: str
) -> None:
    folder = write_lesson(tmp_path)
    (folder / "mistakes" / "silent.toml").write_text(MISTAKE.replace(line, instead))

    assert refusal(mistakes, course.read(folder)) == SILENT + sentence


def test_a_mistakes_name_is_written_small(tmp_path: Path) -> None:
    folder = write_lesson(tmp_path)
    (folder / "mistakes" / "No_Flash.toml").write_text(MISTAKE)

    assert refusal(mistakes, course.read(folder)) == (
        "lessons/01-first-flash/mistakes/No_Flash.toml: the file's name is the "
        "mistake's. Write it in small letters and hyphens."
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, " is missing. Write it."),
        ("x = (", ": line 1: SyntaxError: '(' was never closed"),
        ("a = 1\nb = c\n", ": line 2: NameError: name 'c' is not defined"),
        ("\nraise KeyError\n", ": line 2: KeyError: "),
        ("a = 1\n", " declares no check. Write one under @check."),
        (
            CHECKS.replace("task=1, after", "task=2, after"),
            ": greets belongs to task 2, and lesson.toml has 1. Give it another.",
        ),
    ],
)
def test_checks_that_cannot_be_used_are_refused(
    tmp_path: Path, content: str | None, sentence: str
) -> None:
    folder = write_lesson(tmp_path)
    (folder / "checks.py").unlink()
    if content:
        (folder / "checks.py").write_text(content)

    assert refusal(course.checks, course.read(folder)) == CHECKS_FILE + sentence
