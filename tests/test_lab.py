"""What a notebook can do with its lesson: ask, reveal, show, load, check and hint."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

import checker.lab
from checker import build, quiz
from checker.errors import AppNotStarted, AuthorError, NoSuchLesson
from checker.lab import open_lesson, radios, show_app
from checker.lab.asking import Asking
from checker.lab.bundle import Shown
from checker.lab.lesson import Lab
from checker.lab.question import Question, Reveal
from checker.learner import Learner
from checker.store import Store
from small_course import write_lesson

WIDGET = "application/vnd.jupyter.widget-view+json"
NAME = "01-first-flash"
QUIZ = """\
[[items]]
id = "where-it-waits"
kind = "predict"
question = "Where does `flash` put it?"
options = ["In a `list`", "In the session"]
answer = 2
why = "The session is a *signed* cookie."

[[items]]
id = "it-stays"
kind = "myth"
question = "Is it so?"
options = ["True", "Not true"]
answer = 2
why = "Reading takes it out."
belief = "It stays <until> closed."

[[items]]
id = "second-reading"
kind = "recall"
question = "What is there then?"
options = ["The same", "Nothing"]
answer = 2
why = "It was taken."
"""
SHELF = """\
import os
import words
from flask import Flask

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]


class Book:
    title = "Momo"


@app.get("/")
def shelf() -> str:
    # task 1
    words.said.append("Welcome.")
    # end
    return " ".join(words.said)


app.run()
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one lesson and one page, published; a notebook runs in it."""
    folder = write_lesson(tmp_path)
    (folder / "quiz.toml").write_text(QUIZ, "utf-8")
    page = tmp_path / "lessons" / "99-where-next"
    page.mkdir()
    (page / "lesson.md").write_text("# Where next\n", "utf-8")
    build.publish(tmp_path)
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path


@pytest.fixture
def lab(root: Path) -> Lab:
    return open_lesson(NAME)


@pytest.fixture
def store(root: Path) -> Store:
    """What the learner's file holds, read by somebody else."""
    return Learner(root).store


def asked(question: Question) -> Asking:
    """The widgets that somebody sees of the question."""
    return question.asking()


def commit(asking: Asking, choice: int, confidence: int = 3) -> None:
    asking.options.value = choice
    asking.confidence.value = confidence
    asking.commit.click()


def bundle(shown: Shown) -> dict[str, Any]:
    found: dict[str, Any] = shown._repr_mimebundle_(include=None, exclude=None)
    return found


class Run:
    """A run that says it was looked at."""

    def _repr_html_(self) -> str:
        return "<p>The run.</p>"

    def __repr__(self) -> str:
        return "The run."


def test_a_question_is_shown_in_every_form(lab: Lab) -> None:
    found = bundle(lab.predict("where-it-waits"))

    assert list(found) == ["text/plain", WIDGET, "text/html"]
    assert found["text/plain"] == (
        "Predict: Where does `flash` put it?\n  A. In a list\n  B. In the session"
    )
    assert found["text/html"].endswith(
        '<div class="fc-quiz">\n<p class="fc-head">Predict</p>\n'
        "<p>Where does <code>flash</code> put it?</p>\n"
        '<ol type="A">\n<li>In a <code>list</code></li>\n<li>In the session</li>\n'
        "</ol>\n<details><summary>The answer</summary>\n"
        "<p>The answer is B. In the session</p>\n"
        "<p>The session is a <em>signed</em> cookie.</p>\n</details>\n</div>\n"
    )


def test_a_myth_shows_the_belief_and_no_html_of_its_author(lab: Lab) -> None:
    found = bundle(lab.myth("it-stays"))

    assert "<p>“It stays &lt;until&gt; closed.”</p>" in found["text/html"]
    assert found["text/plain"].startswith("True or not?: “It stays <until> closed.” Is")


def test_an_answer_is_kept_with_how_sure_it_was(lab: Lab, store: Store) -> None:
    commit(asked(lab.predict("where-it-waits")), 1, 2)
    (answer,) = store.answers()

    assert (
        answer.item,
        answer.place,
        answer.choice,
        answer.confidence,
        answer.right,
    ) == (
        "where-it-waits",
        NAME,
        1,
        2,
        False,
    )


def test_what_was_chosen_before_commit_counts_though_it_comes_after(
    lab: Lab, store: Store
) -> None:
    asking = asked(lab.predict("where-it-waits"))
    commit(asking, 1, 1)
    asking.confidence.value = 2  # as a browser sends it that was waiting to

    assert store.answers()[-1].confidence == 2
    assert "You answered A, fairly sure." in asking.said.value


def test_an_answer_needs_a_choice_and_how_sure_it_is(lab: Lab, store: Store) -> None:
    asking = asked(lab.predict("where-it-waits"))
    asking.commit.click()
    asking.options.value = 1
    asking.commit.click()

    assert "Not yet. Choose an answer and how sure you are" in asking.said.value
    assert store.answers() == ()


def test_a_prediction_does_not_tell_who_is_right(lab: Lab) -> None:
    asking = asked(lab.predict("where-it-waits"))
    commit(asking, 1)

    assert asking.said.value == (
        '<div role="status"><p>You answered A, certain.</p></div>'
    )
    assert (asking.options.disabled, asking.commit.description) == (
        True,
        "Answer again",
    )


def test_a_question_can_be_skipped_and_answered_later(lab: Lab, store: Store) -> None:
    asking = asked(lab.predict("where-it-waits"))
    asking.skip.click()
    skipped = asking.said.value
    asking.commit.click()
    reopened = asking.options.disabled
    commit(asking, 2)

    assert "You skipped this question." in skipped
    assert not reopened
    assert [answer.choice for answer in store.answers()] == [None, 2]


def test_a_notebook_run_again_shows_what_was_answered(lab: Lab) -> None:
    commit(asked(lab.predict("where-it-waits")), 2, 1)
    asking = asked(open_lesson(NAME).predict("where-it-waits"))

    assert (asking.options.value, asking.confidence.value) == (2, 1)
    assert "You answered B, a guess." in asking.said.value


def test_another_notebook_asks_anew(lab: Lab) -> None:
    commit(asked(lab.myth("it-stays")), 2)

    assert asked(open_lesson("99-where-next").myth("it-stays")).options.value is None


def test_a_cell_run_again_asks_the_same_question(lab: Lab) -> None:
    assert lab.predict("where-it-waits") is lab.predict("where-it-waits")
    assert bundle(lab.myth("it-stays"))[WIDGET] == bundle(lab.myth("it-stays"))[WIDGET]


def test_a_reveal_waits_for_the_answer(lab: Lab) -> None:
    question = lab.predict("where-it-waits")
    box = question.reveal(Run()).box()
    before = box.value
    commit(asked(question), 1)

    assert "Answer above first." in before
    assert "The run." not in before
    assert box.value.startswith(
        '<div data-lm-suppress-shortcuts="true"><p>The run.</p></div>'
    )
    assert "<strong>✗ It is not so.</strong>" in box.value


def test_a_reveal_after_the_answer_is_open(lab: Lab) -> None:
    question = lab.predict("where-it-waits")
    commit(asked(question), 2)

    assert "<strong>✓ You were right.</strong>" in question.reveal(Run()).box().value


def test_a_reveal_opens_for_who_skips_and_closes_for_who_answers_again(
    lab: Lab,
) -> None:
    question = lab.predict("where-it-waits")
    box, asking = question.reveal(Run()).box(), asked(question)
    asking.skip.click()
    skipped = box.value
    asking.commit.click()

    assert "<strong>· Skipped.</strong>" in skipped
    assert "Answer above first." in box.value


def test_a_reveal_without_widgets_is_folded(lab: Lab) -> None:
    found = bundle(lab.predict("where-it-waits").reveal(Run(), "<text>"))

    assert list(found) == ["text/plain", WIDGET, "text/html"]
    assert found["text/html"].partition("</style>\n")[2] == (
        '<details class="fc-quiz"><summary>What happens, and why</summary>\n'
        '<div data-lm-suppress-shortcuts="true"><p>The run.</p>\n'
        "<pre>&#x27;&lt;text&gt;&#x27;</pre></div>\n"
        "<p>The answer is B. In the session</p>\n"
        "<p>The session is a <em>signed</em> cookie.</p>\n</details>\n"
    )
    assert found["text/plain"] == (
        "The run.\n'<text>'\nThe answer is B. In the session\n"
        "The session is a *signed* cookie."
    )


def test_a_reveal_needs_no_run(lab: Lab) -> None:
    reveal: Reveal = lab.myth("it-stays").reveal()
    first = bundle(reveal)

    assert "suppress" not in first["text/html"]
    assert bundle(reveal)[WIDGET] == first[WIDGET]


def test_what_could_not_be_kept_is_said_below_the_question(
    lab: Lab, root: Path
) -> None:
    (root / "work").write_text("no folder")
    asking = asked(lab.predict("where-it-waits"))
    commit(asking, 1)

    assert asking.said.value.endswith(
        "</div><p>Progress was not kept in work/progress.db: File exists.</p>"
    )


def test_an_item_that_is_not_there_is_said(lab: Lab) -> None:
    with pytest.raises(AuthorError) as refused:
        lab.predict("it-stays")

    assert str(refused.value) == (
        "The course has no predict item “it-stays”. There are: where-it-waits."
    )


def test_a_lesson_that_is_not_there_is_said(root: Path) -> None:
    with pytest.raises(NoSuchLesson) as refused:
        open_lesson("07-toast")

    assert str(refused.value) == (
        "lessons/07-toast is not there. Name a folder in lessons/."
    )


def test_a_recall_tells_at_once_who_is_right(lab: Lab, store: Store) -> None:
    (question,) = lab.recall().questions
    asking = asked(question)
    commit(asking, 1)

    assert "<strong>✗ It is not so.</strong>" in asking.said.value
    assert [answer.place for answer in store.answers()] == [quiz.recall_place(NAME)]


def test_a_recall_asks_again_what_was_believed(lab: Lab) -> None:
    commit(asked(lab.myth("it-stays")), 1)

    found = lab.recall()
    assert {question.item.id for question in found.questions} == {
        "it-stays",
        "second-reading",
    }
    assert bundle(found)[WIDGET] == bundle(found)[WIDGET]
    assert bundle(found)["text/html"].count("<hr>") == 1


def test_a_recall_without_questions_says_so(root: Path) -> None:
    (root / "lessons" / NAME / "quiz.toml").unlink()

    assert bundle(open_lesson(NAME).recall()) == {
        "text/plain": "There is nothing to recall yet."
    }


def test_the_report_is_the_command_lines_own(lab: Lab, root: Path) -> None:
    found = bundle(lab.check())

    assert list(found) == ["text/html", "text/plain"]
    assert found["text/plain"].splitlines()[0] == "Lesson 1: First flash"
    assert found["text/plain"].splitlines()[-1] == (
        "Next: task 1. “lab.hint()” gives a hint, then “lab.check()” again."
    )
    assert "Expected</dt><dd>a message</dd>" in found["text/html"]
    assert Learner(root).store.standings()[NAME].attempts == 1


def test_a_finished_exercise_leads_to_the_next_lesson(root: Path, lab: Lab) -> None:
    keep_every_promise(root, NAME)
    last = repr(lab.check()).splitlines()[-1]
    write_lesson(root, "02-setup")

    assert last == "Next: nothing. Every lesson is done."
    assert repr(open_lesson(NAME).check()).splitlines()[-1] == (
        "Next: lesson 2, First flash: open 02-setup.ipynb."
    )


def keep_every_promise(root: Path, name: str) -> None:
    checks = root / "lessons" / name / "checks.py"
    checks.write_text(checks.read_text().replace("expect(False", "expect(True"))


def test_a_report_says_what_could_not_be_kept(lab: Lab, root: Path) -> None:
    lab.exercise()
    (root / "work" / "progress.db").unlink()
    (root / "work" / "progress.db").mkdir()
    found = bundle(lab.check())

    said = "Progress was not kept in work/progress.db: unable to open database file."
    assert found["text/plain"].endswith(said)
    assert found["text/html"].endswith(f"<p>{said}</p>")


def test_a_framed_page_brings_its_own_style(lab: Lab, root: Path) -> None:
    style = root / "exercises" / NAME / "static" / "style.css"
    style.write_text("h1 { color: teal }")
    checks = root / "lessons" / NAME / "checks.py"
    checks.write_text(
        checks.read_text().replace(
            "    expect(False", "    app.visitor().get('/away')\n    expect(False"
        )
    )

    assert "<style>h1 { color: teal }</style>" in bundle(lab.check())[
        "text/html"
    ].replace("&lt;", "<").replace("&gt;", ">")


def test_an_exercise_says_what_to_build_and_where(lab: Lab, root: Path) -> None:
    shown = bundle(lab.exercise())["text/markdown"]

    assert shown == (
        "The shelf greets nobody.\n\n"
        "Your copy of the app is in `work/01-first-flash`; "
        "begin in `app.py`, line 9.\n\n"
        "**Task 1: Greet whoever signs in**\n\nGreet them on the next page."
    )
    todo = root / "work" / NAME / "app.py"
    todo.write_text(todo.read_text().replace("TODO 1", "done"))
    (root / "work" / NAME / "README.md").unlink()
    assert "is in `work/01-first-flash`.\n" in repr(lab.exercise())


def test_hints_come_one_at_a_press(lab: Lab, root: Path) -> None:
    hints = lab.hint()
    bundle(hints)
    said = []
    for _ in range(2):
        hints.button.click()
        said.append(hints.said.value.partition("</style>\n")[2])

    assert said == [
        '<div role="status"><p><strong>Task 1: Greet whoever signs in</strong></p>\n'
        "<p>Hint 1: Where?</p>\n</div>",
        '<div role="status"><p><strong>Task 1: Greet whoever signs in</strong></p>\n'
        "<p>Hint 1: Where?</p>\n<p>Hint 2: In <code>sign_in</code>.</p>\n</div>",
    ]
    assert Learner(root).store.hints(NAME, 1) == 2


def test_hints_without_widgets_are_folded_and_none_counts(lab: Lab, root: Path) -> None:
    hints = lab.hint()
    found = bundle(hints)

    assert found["text/html"].startswith(
        '<details class="fc-quiz"><summary>Task 1: Greet whoever signs in</summary>\n'
        "<details><summary>Hint 1</summary><p>Where?</p>\n</details>\n"
    )
    assert bundle(hints)[WIDGET] == found[WIDGET]
    assert Learner(root).store.hints(NAME, 1) == 0


def test_a_lesson_that_is_done_has_no_hint(lab: Lab, root: Path) -> None:
    keep_every_promise(root, NAME)
    lab.check()
    hints = lab.hint()
    bundle(hints)
    hints.button.click()

    assert "Every task is done. There is no hint left." in hints.said.value


@pytest.fixture
def shelf(root: Path) -> Lab:
    """A lesson whose app has a module beside it and remembers in it."""
    app = root / "lessons" / NAME / "app"
    (app / "app.py").write_text(SHELF, "utf-8")
    (app / "words.py").write_text("said = []\n", "utf-8")
    mistake = root / "lessons" / NAME / "mistakes" / "silent.toml"
    written = mistake.read_text("utf-8")
    mistake.write_text(written.replace("flash(", "words.said.append("), "utf-8")
    build.publish(root)
    return open_lesson(NAME)


def said(app: Any) -> str:
    text: str = app.test_client().get("/").get_data(as_text=True)
    return text


def test_an_app_is_as_new_each_time(shelf: Lab) -> None:
    first, before = shelf.app(), dict(os.environ)

    assert [said(first), said(first)] == ["Welcome.", "Welcome. Welcome."]
    assert said(shelf.app()) == "Welcome."
    assert {"app", "words"}.isdisjoint(sys.modules)
    assert dict(os.environ) == before


def test_an_app_has_the_surroundings_it_is_given(shelf: Lab) -> None:
    assert shelf.app().secret_key == "a key for this notebook alone"
    assert shelf.app(SECRET_KEY="mine").secret_key == "mine"


def test_an_app_can_be_that_of_a_mistake(shelf: Lab, root: Path) -> None:
    assert said(shelf.app("silent")) == ""
    assert "said.append" in (root / "solutions" / NAME / "app.py").read_text()


def test_an_app_can_be_the_learners_own(shelf: Lab) -> None:
    assert said(shelf.app(own=True)) == ""


def test_a_module_of_the_same_name_comes_back(
    shelf: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "words", os)
    shelf.app()

    assert sys.modules["words"] is os


def test_a_mistake_that_is_not_there_is_said(shelf: Lab) -> None:
    with pytest.raises(AuthorError) as refused:
        shelf.app("loud")

    assert str(refused.value) == (
        "lessons/01-first-flash/mistakes has no loud. There are: silent."
    )


def test_a_mistake_that_does_not_fit_is_said(shelf: Lab, root: Path) -> None:
    file = root / "lessons" / NAME / "mistakes/silent.toml"
    file.write_text(file.read_text("utf-8").replace("find = '", "find = 'un"), "utf-8")

    with pytest.raises(AuthorError) as refused:
        shelf.app("silent")
    assert "silent.toml: “find” occurs 0 times in app.py" in str(refused.value)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("1 / 0", "did not load. It said ZeroDivisionError: division by zero."),
        ("", "holds no Flask app. Call one “app”."),
    ],
)
def test_an_app_that_does_not_load_is_said(
    shelf: Lab, root: Path, written: str, why: str
) -> None:
    shelf.exercise()
    (root / "work" / NAME / "app.py").write_text(written)

    with pytest.raises(AppNotStarted) as refused:
        shelf.app(own=True)
    assert str(refused.value) == f"01-first-flash/app.py {why}"


def test_code_is_shown_with_its_lines(shelf: Lab) -> None:
    assert bundle(shelf.show("app.py", "shelf"))["text/markdown"] == (
        "`app.py`, lines 13 to 16\n\n```python\n"
        '@app.get("/")\ndef shelf() -> str:\n    words.said.append("Welcome.")\n'
        '    return " ".join(words.said)\n```'
    )
    assert repr(shelf.show("app.py", "Book")) == 'class Book:\n    title = "Momo"'
    assert bundle(shelf.show("words.py"))["text/markdown"] == (
        "`words.py`\n\n```python\nsaid = []\n```"
    )


def test_what_solves_a_task_is_shown(shelf: Lab) -> None:
    assert bundle(shelf.show("app.py", "task 1"))["text/markdown"] == (
        '`app.py`, task 1\n\n```python\nwords.said.append("Welcome.")\n```'
    )


@pytest.mark.parametrize(
    ("file", "region", "why"),
    [
        ("shop.py", "", "The app of 01-first-flash has no shop.py. Name another."),
        ("app.py", "shop", "app.py has no function or class “shop”. Name another."),
        ("words.py", "task 1", "words.py has no region for task 1. Name another."),
    ],
)
def test_code_that_is_not_there_is_said(
    shelf: Lab, file: str, region: str, why: str
) -> None:
    with pytest.raises(AuthorError) as refused:
        shelf.show(file, region)

    assert str(refused.value) == why


def test_any_code_can_be_shown(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>```</p>\n")
    code = "x = 1\n\ndef f():\n    pass\n"

    assert bundle(show_app(code, "f"))["text/markdown"] == (
        "```python\ndef f():\n    pass\n```"
    )
    assert bundle(show_app(tmp_path / "page.html"))["text/markdown"] == (
        "`page.html`\n\n````html+jinja\n<p>```</p>\n````"
    )


def test_a_lab_says_what_it_is(lab: Lab) -> None:
    assert repr(lab) == "open_lesson('01-first-flash')"


def test_the_door_has_only_its_own_names() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'paint'"):
        _ = checker.lab.paint


def test_a_notebook_says_that_it_is_ready_whenever_its_lesson_is_opened(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(radios, "OPENED", [])
    InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    with capture_output() as captured:
        for name in (NAME, "99-where-next", NAME):
            open_lesson(name)
    InteractiveShell.clear_instance()

    ready = {"text/plain": "Ready.", "text/html": f"<p>Ready.</p>\n{radios.SCRIPT}"}
    assert [out.data for out in captured.outputs] == [ready, ready]
