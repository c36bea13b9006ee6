"""Marks, scenarios and records of any text are read, or refused in a sentence."""

from __future__ import annotations

from checker.confusion import record, rows
from checker.errors import AuthorError
from checker.regions import split
from checker.scenario import parse

WORDS = [
    word.split("\n")[0].encode()
    for word in """# task 1|# end|#: pass|{# task 1 #}|{# end #}|/* task 2 */
    |-- task 1|x
    |Ben: GET /|POST /a b=c|JSON /a|restart|follow|reload|'|"|\\
    |mistake\tapp\toutcome\tnamed
    |a\town\tfailed\ta b|task 99999999999|    """.split("|")
] + [b"\n", b"\n\n", b"\0", b"\xff", b" ", b"\t", b"task " + b"9" * 5000]


def one(data: bytes) -> None:
    """The text as a marked file, as a line of a scenario and as a record."""
    text = data.decode(errors="replace")
    try:
        found = split(text, ["One", "Two"], "app.py")
        assert found.tasks <= {1, 2}
    except AuthorError as error:
        assert str(error).startswith("app.py:")
        assert str(error).endswith(".")
    try:
        assert parse(text).verb
    except ValueError as error:
        assert str(error)
    try:
        known = rows(text)
    except ValueError as error:
        assert str(error) == "This is no record of mistakes."
    else:
        assert rows(record(known)) == known
