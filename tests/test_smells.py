"""Lines that fail nothing and do harm elsewhere are told, and no others are."""

from __future__ import annotations

import pytest

from checker.evidence import Program, Templates
from checker.smells import smells


def smelt(app: str, page: str = "") -> list[tuple[str, str, int]]:
    texts = {"app.py": app, "templates/a.html": page}
    program = Program(texts)
    found = smells(program, Templates(texts, program))
    return [(smell.kind, smell.place.file, smell.place.line) for smell in found]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("app.run(debug=True)", "debug"),
        ("app.debug = True", "debug"),
        ('app.config["DEBUG"] = True', "debug"),
        ('app.secret_key = "dev"', "key in the source"),
        ('app.config["SECRET_KEY"] = b"dev"', "key in the source"),
        ('SECRET_KEY = "dev"', "key in the source"),
        ('app.config.update(SECRET_KEY="dev")', "key in the source"),
        ('Markup(f"<b>{name}</b>")', "markup"),
        ('Markup("<b>" + name)', "markup"),
        ('Markup("<b>{}</b>".format(name))', "markup"),
        ("try:\n    pass\nexcept:\n    pass", "silent except"),
        ("try:\n    pass\nexcept Exception:\n    pass", "silent except"),
    ],
)
def test_a_line_that_smells_is_told(line: str, kind: str) -> None:
    assert [found[0] for found in smelt(f"{line}\n")] == [kind]


@pytest.mark.parametrize(
    "line",
    [
        "app.run()",
        "app.run(debug=wanted)",
        "run(debug=True)",
        'app.secret_key = os.environ["SECRET_KEY"]',
        "app.config.update(SECRET_KEY=key)",
        'app.config.update(TITLE="dev")',
        'title = "dev"',
        'Markup("<b>{}</b>").format(name)',
        'Markup(f"<b></b>")',
        'Markup("<b>" + "</b>")',
        "Markup()",
        "Markup(text)",
        "try:\n    pass\nexcept KeyError:\n    pass",
        "try:\n    pass\nexcept Exception:\n    raise",
        "a = b = c.d[e] = True",
    ],
)
def test_a_line_that_only_looks_like_it_is_not(line: str) -> None:
    assert smelt(f"{line}\n") == []


def test_safe_in_a_template_is_told_with_its_place() -> None:
    page = "<p>\n{{ text | safe }} {{ text|safe }}\n</p>"

    assert smelt("app.debug = True\n", page) == [
        ("debug", "app.py", 1),
        ("safe", "templates/a.html", 2),
    ]
