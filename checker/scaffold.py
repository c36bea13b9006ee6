"""A new lesson's folder, ready to be edited. Touches no lesson that is there."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from pathlib import Path

from . import build, course
from .errors import AuthorError, WorkInTheWay, WrongUse
from .lesson import Lesson

__all__ = ["new_lesson"]

FACTS = '''\
title = {title}
minutes = 15
summary = "What this lesson is about, in one sentence."
objectives = ["Flash a message with a value in it."]
out_of_scope = ["What a learner might expect here, and where it is."]
story = """
What the app does by now and what is missing, in the learner's words.
"""

[[tasks]]
title = "Say hello"
text = """
A POST to `/lesson-{number}/Ann` leads back to the first page.
Let that page say hello to Ann, or to whoever stands in the address.
"""
hints = [
    "Which function tells the next page something?",
    "Call `flash` in `lesson_{number}`, before the redirect.",
    "`flash(f\\"…, {{name}}.\\")` with words of yours.",
]

[[contract]]
what = "POST /lesson-{number}/<name>"
rule = "Redirects to `/`, and the page there shows a message that holds the name."

[[contract]]
what = "Messages on a page"
rule = """
A message stands in an element whose `class` or `id` holds one of the words message, \\
flash, alert, notice, toast or notification (as in `class="messages"` or \\
`class="alert alert-success"`), or whose `role` is `alert` or `status`. \\
An element around several messages and one around each are both fine.
"""
'''

CHECKS = '''\
"""What the finished app of lesson {number} does."""

from checker import App, check, expect


@check(task=1)
def says_hello(app: App) -> None:
    """After a POST to /lesson-{number}/<name>, the next page says hello to the name."""
    ann = app.visitor()
    name = app.word()
    page = ann.follow(ann.post(f"/lesson-{number}/{{name}}"))

    expect(page.shows(name), f"a message with “{{name}}”", page.messages_in_words)
'''

ROUTE = """

@app.post("/lesson-{number}/<name>")
def lesson_{number}(name: str) -> Response:
    # task 1
    {flash}
    # end
    return redirect("/")
"""

IMPORTS = {
    "flash": "from flask import flash",
    "redirect": "from flask import redirect",
    "Response": "from werkzeug import Response",
}

FLASH = 'flash(f"Hello from lesson {number}, {{name}}.")'

MISTAKE = """\
belief = "{belief}"
why = "{why}"
question = "{question}"
fails = ["says_hello"]

[[edit]]
file = "app.py"
find = '{flash}'
put = '{put}'
"""

MISTAKES = (
    {
        "name": "braces-are-enough",
        "belief": "Braces are enough to put a value into a text",
        "why": "Python fills braces only in a text that begins with f. "
        "Without it the visitor reads the braces.",
        "question": "What does the page say, letter by letter?",
        "put": 'flash("Hello, {name}.")',
    },
    {
        "name": "any-message-will-do",
        "belief": "Any message will do",
        "why": "The message tells visitors what became of what they did. "
        "Without the name it says the same to everybody.",
        "question": "How can Ann tell that she is meant?",
        "put": 'flash("Hello.")',
    },
    {
        "name": "print-reaches-the-visitor",
        "belief": "What the app prints, the visitor sees",
        "why": "print() writes where the app was started. "
        "Nothing of it is part of a page.",
        "question": "Where do the words come out, and who sits there?",
        "put": 'print(f"Hello, {name}.")',
    },
)


def new_lesson(root: Path, name: str) -> Path:
    """Makes a lesson that grows from the last one's solution; returns its folder.

    Raises WrongUse for a name that is none, WorkInTheWay for one that is taken.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if not slug:
        raise WrongUse(f"“{name}” holds no letters a to z. Name the lesson in words.")
    folders = course.folders(root)
    for folder in folders:
        if folder.name.partition("-")[2] == slug:
            raise WorkInTheWay(f"lessons/{folder.name} is there. Choose another name.")
    if not folders:
        raise AuthorError("lessons/ holds no lesson to grow from. Write one by hand.")
    last = course.read(folders[-1])
    folder = root / "lessons" / f"{last.number + 1:02}-{slug}"
    files = _files(last, last.number + 1, slug.replace("-", " ").capitalize())
    _write(folder, files)
    return folder


def _files(last: Lesson, number: int, title: str) -> dict[str, bytes]:
    """The new lesson's files: path in its folder to content."""
    app = dict(build.versions(last).solution)
    app["app.py"] = _grown(app.get("app.py", b"").decode(), number, last).encode()
    texts = {
        "lesson.toml": FACTS.format(
            title=json.dumps(title, ensure_ascii=False), number=number
        ),
        "checks.py": CHECKS.format(number=number),
    }
    flash = FLASH.format(number=number)
    for mistake in MISTAKES:
        file = f"mistakes/{mistake['name']}.toml"
        texts[file] = MISTAKE.format(flash=flash, **mistake)
    app_files = {f"app/{file}": content for file, content in app.items()}
    return app_files | {file: text.encode() for file, text in texts.items()}


def _grown(source: str, number: int, last: Lesson) -> str:
    """The last lesson's app.py with one more route, whose task is to flash."""
    names, end_of_imports = _top_level(ast.parse(source))
    if "app" not in names:
        raise AuthorError(
            f"lessons/{last.name}/app/app.py has no `app` to grow from. "
            "Copy that lesson's folder by hand."
        )
    lines = source.splitlines()
    missing = [line for name, line in IMPORTS.items() if name not in names]
    lines[end_of_imports:end_of_imports] = missing
    route = ROUTE.format(number=number, flash=FLASH.format(number=number))
    return "\n".join(lines) + "\n" + route


def _top_level(module: ast.Module) -> tuple[set[str], int]:
    """The names a module imports or assigns, and the line its last import ends on."""
    names: set[str] = set()
    last = 0
    for node in module.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
            last = node.end_lineno or 0
        elif isinstance(node, ast.Assign):
            names |= {item.id for item in node.targets if isinstance(item, ast.Name)}
    return names, last


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        folder.mkdir()
    except FileExistsError as error:
        raise WorkInTheWay(f"lessons/{folder.name} is there. Move it away.") from error
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
