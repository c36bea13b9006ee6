"""An error's message is said in words; one that is not known is left alone."""

from __future__ import annotations

import re

import pytest

from checker.meanings import KNOWN, meaning

# The last lines of tracebacks, as Flask 3.1, Werkzeug, Jinja and Python write them.
ERRORS = """\
RuntimeError: The session is unavailable because no secret key was set. Set the
werkzeug.routing.exceptions.BuildError: Could not build url for endpoint 'shelf'. Did
werkzeug.routing.exceptions.BuildError: Could not build url for endpoint
jinja2.exceptions.TemplateNotFound: shelf.html
jinja2.exceptions.TemplateAssertionError: No filter named 'shout'.
jinja2.exceptions.TemplateSyntaxError: unexpected '}'
jinja2.exceptions.UndefinedError: 'messages' is undefined
jinja2.exceptions.UndefinedError: 'str object' has no attribute 'text'
TypeError: The view function for 'sign_in' did not return a valid response.
AssertionError: View function mapping is overwriting an existing endpoint function: a
ValueError: The name 'shelf' is already registered for this blueprint.
werkzeug.exceptions.BadRequestKeyError: 400 Bad Request: The browser
RuntimeError: Working outside of request context.
RuntimeError: Working outside of application context.
TypeError: flash() got an unexpected keyword argument 'type'
TypeError: flash() missing 1 required positional argument: 'message'
TypeError: redirect() got an unexpected keyword argument 'message'
ValueError: too many values to unpack (expected 2)
ValueError: not enough values to unpack (expected 2, got 1)
TypeError: Object of type set is not JSON serializable
NameError: name 'flsh' is not defined
UnboundLocalError: cannot access local variable 'name' where it is not associated
ImportError: cannot import name 'app' from partially initialized module 'shelf'
ImportError: cannot import name 'flsh' from 'flask'
ModuleNotFoundError: No module named 'flaks'
IndentationError: unexpected indent
SyntaxError: '(' was never closed
SyntaxError: unterminated string literal (detected at line 3)
SyntaxError: invalid syntax
sqlite3.OperationalError: no such table: messages
sqlite3.OperationalError: no such column: kind
sqlite3.OperationalError: database is locked
sqlite3.ProgrammingError: SQLite objects created in a thread can only be used in that
sqlite3.IntegrityError: UNIQUE constraint failed: messages.id
KeyError: 'SECRET_KEY'
KeyError: 'name'
AttributeError: 'NoneType' object has no attribute 'title'
TypeError: 'NoneType' object is not iterable
AttributeError: 'str' object has no attribute 'appendd'
TypeError: borrow() missing 1 required positional argument: 'number'
OSError: [Errno 30] Read-only file system: '/app/log.txt'
IndexError: list index out of range
RecursionError: maximum recursion depth exceeded
""".splitlines()


def test_every_known_error_has_a_meaning_of_its_own() -> None:
    said = [meaning(error) for error in ERRORS]

    assert len(set(said)) == len(KNOWN) == len(ERRORS)
    assert all(re.search(r"[.?]$", words) and "{" not in words for words in said)


def test_the_meaning_names_what_the_message_is_about() -> None:
    assert meaning("NameError: name 'flsh' is not defined").startswith(
        "Nothing is called flsh here:"
    )


@pytest.mark.parametrize("error", ["", "Bye.", "ZeroDivisionError: division by zero"])
def test_what_is_not_known_is_left_alone(error: str) -> None:
    assert meaning(error) == ""
