"""Questions are read from their lessons, asked again as they are due, and counted."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checker import course, quiz
from checker.errors import AuthorError
from checker.quiz import Answer, Beliefs, Item, Kind
from checker.table import Table
from small_course import write_lesson

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LESSON = "02-setup"
ITEM = """\
[[items]]
id = "read-removes"
kind = "predict"
question = "What is there at the second reading?"
options = ["The same", "Nothing"]
answer = 2
why = "Reading takes the messages out. Most people believe that they stay."
belief = "A message stays until it is closed."
"""


def item(
    name: str, lesson: str = LESSON, kind: Kind = Kind.RECALL, belief: str = ""
) -> Item:
    return Item(name, kind, "What?", ("This", "That"), 1, "So.", belief, lesson)


def answer(
    name: str,
    choice: int | None,
    days: float = 0,
    *,
    confidence: int = 3,
    place: str = "somewhere",
) -> Answer:
    at = NOW - timedelta(days=days)
    return Answer(name, place, choice, confidence, choice == 1, at)


def chosen(items: list[Item], *answers: Answer) -> list[str]:
    return [found.id for found in quiz.choose(items, answers, LESSON, NOW)]


def read(text: str) -> tuple[Item, ...]:
    return quiz.read(Table(tomllib.loads(text), "quiz.toml"), LESSON)


def test_an_item_is_read_with_all_it_holds() -> None:
    assert read(ITEM) == (
        Item(
            "read-removes",
            Kind.PREDICT,
            "What is there at the second reading?",
            ("The same", "Nothing"),
            2,
            "Reading takes the messages out. Most people believe that they stay.",
            "A message stays until it is closed.",
            LESSON,
        ),
    )


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        (
            '"predict"',
            '"guess"',
            "“kind” is 'guess'. Write one of predict, recall, myth.",
        ),
        ('"The same", ', "", "the number of options is 1. Write 2 to 4."),
        (
            "answer = 2",
            "answer = 3",
            "“answer” is 3, and there are 2 options. Name one of them.",
        ),
        ("belief", "believes", "nothing reads “believes”. Remove it."),
    ],
)
def test_an_item_that_does_not_fit_is_refused(
    written: str, instead: str, said: str
) -> None:
    with pytest.raises(AuthorError) as refused:
        read(ITEM.replace(written, instead))

    assert str(refused.value) == f"quiz.toml, items 1: {said}"


def test_a_myth_needs_a_belief() -> None:
    without = ITEM.replace("predict", "myth").rpartition("belief")[0]

    with pytest.raises(AuthorError, match="a myth needs its “belief”"):
        read(without)
    assert read(without.replace("myth", "recall"))[0].belief == ""


def test_the_course_has_the_items_of_every_lesson_and_page(tmp_path: Path) -> None:
    lesson, page = write_lesson(tmp_path), tmp_path / "lessons" / "00-start-here"
    page.mkdir()
    (page / "lesson.md").write_text("# Start here\n")
    (page / "quiz.toml").write_text(ITEM.replace("read-removes", "first"))
    write_lesson(tmp_path, "02-setup")
    (lesson / "quiz.toml").write_text(ITEM)

    found = [(item.id, item.lesson) for item in course.items(tmp_path)]
    assert found == [("first", "00-start-here"), ("read-removes", "01-first-flash")]


def test_two_items_of_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("01-first-flash", "02-setup"):
        (write_lesson(tmp_path, name) / "quiz.toml").write_text(ITEM)

    with pytest.raises(AuthorError) as refused:
        course.items(tmp_path)
    assert str(refused.value) == (
        "lessons/02-setup/quiz.toml: lessons/01-first-flash/quiz.toml has an item "
        "read-removes too. Give one of them another id."
    )


def test_an_id_is_kebab_case(tmp_path: Path) -> None:
    (write_lesson(tmp_path) / "quiz.toml").write_text(
        ITEM.replace("read-removes", "Read it")
    )

    with pytest.raises(AuthorError, match=r"“id” is 'Read it'\. Write it in small"):
        course.items(tmp_path)


@pytest.mark.parametrize(
    ("choices", "reached"),
    [
        ((), 0),
        ((1,), 1),
        ((1, 1, 1), 3),
        ((1,) * 9, 4),
        ((1, 1, 2), 0),
        ((1, None), 0),
        ((2, 1), 1),
    ],
)
def test_each_right_answer_in_a_row_moves_an_item_a_box_on(
    choices: tuple[int | None, ...], reached: int
) -> None:
    assert quiz.box(answer("a", choice) for choice in choices) == reached


def test_a_right_guess_moves_an_item_nowhere() -> None:
    assert quiz.box([answer("a", 1), answer("a", 1, confidence=1)]) == 1


def test_what_was_wrong_comes_before_what_is_due_and_what_is_new() -> None:
    items = [item(name, "01-first-flash") for name in ("new", "due", "wrong", "rests")]
    answers = [answer("due", 1, 2), answer("wrong", 2, 1), answer("rests", 1, 0.5)]

    assert chosen(items, *answers) == ["wrong", "due", "new"]
    assert chosen(items[1:], *answers) == ["wrong", "due", "rests"]


def test_one_item_is_of_the_lesson_itself() -> None:
    items = [item("own"), *(item(f"old-{n}", "01-first-flash") for n in range(4))]
    wrong = [answer(f"old-{n}", 2, n) for n in range(4)]

    assert chosen(items, *wrong) == ["own", "old-3", "old-2"]


def test_a_lesson_asks_nothing_that_comes_later() -> None:
    assert chosen([item("later", "03-categories")]) == []


def test_a_belief_is_asked_again_only_by_who_held_it() -> None:
    items = [item("myth", kind=Kind.MYTH, belief="It stays.")]

    assert chosen(items) == []
    assert chosen(items, answer("myth", 1)) == []
    assert chosen(items, answer("myth", None)) == []
    assert chosen(items, answer("myth", 2)) == ["myth"]


def test_a_prediction_without_a_belief_is_not_asked_again() -> None:
    assert chosen([item("bare", kind=Kind.PREDICT)], answer("bare", 2)) == []


def test_within_a_sitting_a_recall_asks_the_same_again() -> None:
    items = [item(f"old-{n}") for n in range(5)]
    before = chosen(items)
    place = quiz.recall_place(LESSON)
    given = [answer(name, 1, place=place) for name in before]
    yesterday = [answer(name, 1, 0.9, place=place) for name in before]

    assert chosen(items, *given) == before
    assert set(chosen(items, *yesterday)) - set(before)


def test_each_lesson_asks_in_an_order_of_its_own_and_always_the_same() -> None:
    items = [item(f"old-{n}", "01-first-flash") for n in range(9)]
    orders = {
        lesson: tuple(i.id for i in quiz.choose(items, (), lesson, NOW, count=9))
        for lesson in ("02-setup", "03-categories")
    }

    assert orders["02-setup"] != orders["03-categories"]
    assert orders["02-setup"] == tuple(
        i.id for i in quiz.choose(items[::-1], (), "02-setup", NOW, count=9)
    )


def test_beliefs_are_those_of_the_first_and_of_the_last_answer() -> None:
    items = [item(name, belief="It stays.") for name in ("a", "b", "c", "d")]
    answers = [
        answer("a", 2),
        answer("b", 2),
        answer("c", None),
        answer("a", 1),
        answer("e", 2),
    ]

    assert quiz.beliefs([*items, item("e")], answers) == Beliefs(3, 2, 1)


def test_an_option_is_called_by_its_letter() -> None:
    assert [item("a").letter(n) for n in (1, 2, 3, 4)] == ["A", "B", "C", "D"]
