"""A report with a bit of everything, for tests of what is made of reports."""

from dataclasses import replace

from checker.render.sight import Sight
from checker.render.terminal import Words
from checker.report import Diagnosis, Frame, Outcome, Report, Result, Smell
from checker.transcript import CookieNote, Step

ADDRESS = "http://127.0.0.1:43121"
SIGN_IN = Step(
    "Ann",
    "POST",
    f"{ADDRESS}/sign-in",
    sent=(("name", "ginger-hazel-dahlia"),),
    status=302,
    location="/",
    set_cookies=(CookieNote("session", "set", "", "abc.def"),),
)
SHELF = Step(
    "Ann",
    "GET",
    f"{ADDRESS}/",
    cookies="session=abc.def",
    status=200,
    messages=("Welcome, 日本語.",),
)
PASSED = Result(
    "quiet", "Before any action there is no message.", None, 1, Outcome.PASSED
)
FAILED = Result(
    "greets",
    "After signing in, the next page greets the visitor by the name they gave.",
    1,
    1,
    Outcome.FAILED,
    expected="a message with “ginger-hazel-dahlia”",
    seen="“Welcome, 日本語.”",
    matters="Who is greeted knows that it worked.",
    error="NameError: name 'nme' is not defined",
    meaning="Nothing is called nme here.",
    frames=(Frame("app.py", 31, "sign_in", '    flash(f"Welcome, {nme}.")'),),
    steps=(SIGN_IN, SHELF),
)
WAITING = Result(
    "once",
    "The page after that does not.",
    1,
    1,
    Outcome.WAITING,
    reason="Waiting for: After signing in, the next page greets the visitor.",
)
STOPPED = Result(
    "twice",
    "Two actions in a row show both.",
    2,
    1,
    Outcome.STOPPED,
    extra=True,
    reason="The app ended by itself with exit code 3.",
    output="Starting\nBye\n",
    questions=("Which line ended it?", "What was printed last?"),
    steps=(SIGN_IN,),
)
REPORT = Report(
    "03-categories",
    "Categories",
    "/home/ann/course/work/03-categories",
    42,
    (PASSED, FAILED, WAITING, STOPPED),
    "0.1.0",
    "3.11.7",
    "3.1.3",
)
LINE = Frame("app.py", 33, "sign_in", "    flash(name)")
DIAGNOSIS = Diagnosis(
    "flash-after-return",
    "The message comes after the redirect",
    "A function ends at its return.\nThe line below it is never run.",
    "Which lines are run after a return?",
    "What ends a view?",
    ("greets",),
    1,
    (LINE,),
)
DIAGNOSED = replace(
    REPORT,
    results=(
        replace(FAILED, error="", meaning="", frames=()),
        replace(FAILED, check="once", error="", meaning="", frames=()),
        STOPPED,
    ),
    diagnoses=(replace(DIAGNOSIS, checks=("greets", "once")),),
    smells=(
        Smell("debug", "Leave it out.", Frame("app.py", 40, "", "run(debug=True)")),
    ),
    notes=("The recogniser of mute failed: KeyError('x'). This is our bug.",),
)
WORDS = Words(
    "work/03-categories",
    {1: "Greet whoever signs in", 2: "Show waiting messages"},
    "task 1, in app.py, line 31. “checker hint 3” gives a hint.",
)
SIGHT = Sight(
    "work/pictures/03-categories/greets.png",
    b"\x89PNG",
    "The page / as Ann had it before them; outlined: the message “<Hi>”.",
    ".venv/bin/python -m playwright show-trace --port 0 "
    "work/pictures/03-categories/greets.zip",
)
NOT_STARTED = replace(
    FAILED,
    outcome=Outcome.NOT_STARTABLE,
    reason="The app could not be loaded.",
    expected="",
    seen="",
    steps=(),
)
