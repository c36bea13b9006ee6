"""Any text is a report that can be written again, or refused by one ValueError."""

from __future__ import annotations

from checker.report import Outcome, Report, Result, from_json, to_json

WHOLE = to_json(
    Report(
        "01-first-flash",
        "First flash",
        "/x",
        7,
        (Result("greets", "It greets.", 1, 1, Outcome.PASSED),),
        "0.1.0",
        "3.11.7",
        "3.1.3",
    )
).encode()
WORDS = [
    WHOLE,
    *(
        word.split("\n")[0].encode()
        for word in """{"version": 2|"results": [|"outcome": "fine"|"steps": [|null|true
        |NaN|Infinity|1e999|[]|{}|"x"|"\\ud800"|-1|0.5|,|:|"frames": [{}]|"notes": "x"
        |"seed": true|"set_cookies": [{"name": 1}]|"sent": [["a"]]|"messages": {"a": 1}
        """.split("|")
    ),
    b"9" * 5000,
    b"[" * 1000,
    b"\0",
]


def one(data: bytes) -> None:
    """The bytes as they are, and as a change in the middle of a whole report."""
    cut = data[0] * len(WHOLE) // 256 if data else 0
    gone = data[1] if len(data) > 1 else 0
    changed = WHOLE[:cut] + data[2:] + WHOLE[cut + gone :]
    for given in (data, changed):
        text = given.decode(errors="replace")
        try:
            report = from_json(text)
        except ValueError as error:
            assert str(error).startswith("This ")
            assert str(error).endswith(".")
            assert len(str(error)) < 500 + len(data)
        else:
            assert from_json(to_json(report)) == report
