"""Where an app's settings are written, read from the environment and made up."""

from __future__ import annotations

import ast

import pytest

from checker.evidence import Program, Site
from checker.evidence.keys import (
    environment,
    is_text,
    made_up,
    mentions,
    refusing,
    settings,
    under_main,
)

WAYS = {
    'app.secret_key = "a"': ["'a'"],
    'app.config["SECRET_KEY"] = "a"': ["'a'"],
    'app.config.update(SECRET_KEY="a")': ["'a'"],
    'app.config |= {"SECRET_KEY": "a", **more}': ["'a'"],
    'SECRET_KEY: str = "a"': ["'a'"],
    'app.secret_key += "a"': ["'a'"],
    "app.secret_key, *app.others = keys": [None],
    'class Keys:\n    SECRET_KEY = "a"': ["'a'"],
    'class Keys:\n    def __init__(self):\n        self.SECRET_KEY = "a"': ["'a'"],
    'def of_a_function():\n    SECRET_KEY = "a"': [],
    'os.environ["SECRET_KEY"] = "a"': [],
    'app.config[name] = "a"': [],
    'print(app.config["SECRET_KEY"])': [],
    "for app.secret_key in keys:\n    pass": [None],
}


def program(code: str, **others: str) -> Program:
    files = {f"{name}.py": text for name, text in others.items()}
    return Program({"app.py": f"import os\n{code}\n", **files})


def unparsed(code: str) -> list[str | None]:
    found = settings(program(code), "SECRET_KEY")
    return [None if s.value is None else ast.unparse(s.value) for s in found]


def lines(sites: tuple[Site, ...]) -> list[str]:
    return [site.code for site in sites]


@pytest.mark.parametrize("code", WAYS)
def test_setting_is_found_however_it_is_written(code: str) -> None:
    assert unparsed(code) == WAYS[code]


def test_settings_of_several_names_come_in_the_order_of_the_text() -> None:
    code = 'app.config.update(B="1")\napp.config["A"] = "2"'
    found = settings(program(code), "A", "B")

    assert [(s.name, s.site.line) for s in found] == [("B", 2), ("A", 3)]


def test_variables_are_read_from_the_environment_in_several_ways() -> None:
    code = """\
from os import environ, getenv
environ.get("ONE", "")
getenv(key="TWO")
print(os.environ["THREE"])
os.environ["FOUR"] = ""
table["FIVE"], table.get("SIX")
environ.get(name)"""

    assert [name for name, _ in environment(program(code))] == ["ONE", "TWO", "THREE"]


def test_mention_is_a_name_in_quotes_that_is_no_setting() -> None:
    code = """\
for name in ("KEY", "OLD"): pass
print(os.environ["KEY"])
app.config["KEY"] = {"KEY": 1}
print({1: "KEY"})"""

    assert lines(mentions(program(code), "KEY")) == [
        'for name in ("KEY", "OLD"): pass',
        'print(os.environ["KEY"])',
        'print({1: "KEY"})',
    ]


def test_made_up_is_what_each_process_has_for_itself() -> None:
    code = """\
import secrets
from flask import Flask
app = Flask(__name__)
app.secret_key = secrets.token_hex()
salt = str(os.getpid())
name = os.environ["SALT"]

@app.get("/")
def quote():
    return secrets.choice("ab")
"""

    assert lines(made_up(program(code))) == [
        "app.secret_key = secrets.token_hex()",
        "salt = str(os.getpid())",
    ]


def test_refusing_is_what_ends_the_app_while_it_is_loaded() -> None:
    code = """\
import sys
from flask import Flask
app = Flask(__name__)
assert os.environ
if not os.environ:
    sys.exit("No environment.")

def needed():
    raise LookupError("Nothing is there.")

@app.get("/")
def broken():
    raise ValueError
"""

    assert lines(refusing(program(code))) == [
        "assert os.environ",
        'sys.exit("No environment.")',
        'raise LookupError("Nothing is there.")',
    ]


MAIN = """\
def set_key(app):
    app.secret_key = "a"

def never_called(app):
    app.secret_key = "b"

def always_called(app):
    app.secret_key = "c"

always_called(app)
if debug:
    app.secret_key = "d"
if __name__ == "__main__":
    set_key(app)
    always_called(app)
    app.secret_key = "e"
"""


def test_under_main_is_what_runs_there_only_itself_or_through_a_function() -> None:
    whole = program(MAIN)
    found = settings(whole, "SECRET_KEY")

    assert lines(tuple(s.site for s in found if under_main(whole, s.site))) == [
        'app.secret_key = "a"',
        'app.secret_key = "e"',
    ]


TEXTS = {
    'app.config["KEYS"] = "a"': True,
    'app.config["KEYS"] = os.environ.get("OLD", "")': True,
    'app.config["KEYS"] = os.environ["OLD"]': True,
    'app.config["KEYS"] = f"{old}"': True,
    'app.config["KEYS"] = old or "a"': True,
    'old = os.getenv("OLD")\napp.config["KEYS"] = old': True,
    'app.config["KEYS"] = ["a"]': False,
    'app.config["KEYS"] = old or ["a"]': False,
    'app.config["KEYS"] = 5': False,
    'app.config["KEYS"] = old': False,
    'old = ["a"]\napp.config["KEYS"] = old': False,
    'first, old = pair\napp.config["KEYS"] = old': False,
    'first, app.config["KEYS"] = pair': False,
    'old = "a"\napp.config["KEYS"] = other': False,
    "import keys\napp.config.update(KEYS=keys.OLD)": True,
    "from keys import OLD as old\napp.config.update(KEYS=old)": True,
    'self.old = "a"\napp.config["KEYS"] = self.old': True,
    'app.config["KEYS"] = make().old': False,
}


@pytest.mark.parametrize("code", TEXTS)
def test_value_is_a_text_only_where_that_is_certain(code: str) -> None:
    whole = program(code, keys='OLD = "a"\nNEW = ["b"]')
    found = [s for s in settings(whole, "KEYS") if s.site.file == "app.py"]

    assert [is_text(whole, setting) for setting in found] == [TEXTS[code]]
