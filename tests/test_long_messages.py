"""A message longer than a cookie: lost in lesson 5's, and shown from lesson 6's store.

The apps are the published solutions, and the browser that refuses is a real one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import running
from checker import course
from checker.app import App
from checker.checks import Check, check, expect
from checker.host import Host
from checker.report import Outcome
from checker.runner import run
from checker.visitor.browser.person import BrowserPeople
from running import told

pytestmark = pytest.mark.gate

ROOT = Path(__file__).parents[1]


def titles(app: App) -> list[str]:
    """Two hundred titles that nobody could have guessed: 20 kB in all."""
    return [" ".join(app.word() for _ in range(5)) for _ in range(200)]


@check(browser=True)
def refused_by_the_browser(app: App) -> None:
    """The browser refuses a cookie with the report in it, and no page shows it."""
    ann = app.person()
    ann.follow(ann.post("/sign-in", name=app.word()))
    held, report = ann.cookies, ", ".join(titles(app))
    answer = ann.post("/reminders", text=report)
    notes = [(note.did, note.why) for note in app.steps[-1].set_cookies]
    after = ann.cookies
    page = ann.follow(answer)

    expect(answer.status == 302, "an answer as if all were well", str(answer.status))
    expect([did for did, _ in notes] == ["refused"], "a cookie refused", str(notes))
    expect(after == held, "the cookie from before", str(after))
    expect(not page.messages, "no message", page.messages_in_words)


@check(browser=True)
def shown_from_the_store(app: App) -> None:
    """The same report is shown whole, be it one message or one a title."""
    ann, box = app.person(), titles(app)
    ann.follow(ann.post("/sign-in", name=app.word()))
    report = ", ".join(box)
    page = ann.follow(ann.post("/reminders", text=report))
    expect(page.shows(report), "the report", f"{len(page.messages)} messages")
    page = ann.follow(ann.post("/import", titles="\n".join(box)))
    shown = [title for m in page.messages for title in box if title in m.text]
    expect(shown == box, "a message for each title", f"{len(page.messages)} messages")


@pytest.mark.parametrize(
    ("name", "promise"),
    [("05-redirects", refused_by_the_browser), ("06-storage", shown_from_the_store)],
)
def test_a_report_of_20_kb_is_lost_in_the_cookie_and_shown_from_the_store(
    host: Host, people: BrowserPeople, name: str, promise: Check
) -> None:
    [lesson] = [each for each in course.lessons(ROOT) if each.name == name]
    report = run(
        ROOT / "solutions" / name,
        lesson,
        [promise],
        host=host,
        seed=running.SEED,
        visitors=people,
        browser=True,
    )

    assert [r.outcome for r in report.results] == [Outcome.PASSED], told(report.results)
