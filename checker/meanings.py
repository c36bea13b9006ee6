"""What an error's message means, for a person who meets it first. Runs nothing.

The messages are those of Flask 3.1, Werkzeug 3.1, Jinja 3.1 and Python 3.11 to 3.13;
one that is not known is left alone.
"""

from __future__ import annotations

import re

__all__ = ["meaning"]

# Beginning or part of the last line of a traceback, and what it means.
KNOWN = (
    (
        r"session is unavailable because no secret key was set",
        "flash() writes into the session, and Flask signs the session with the secret "
        "key. This app has none, so nothing can be written.",
    ),
    (
        r"BuildError: Could not build url for endpoint (?P<what>\S+?)[. ]",
        "url_for() takes the name of a view function, and in a blueprint its name and "
        "a dot before that. No view goes by {what}.",
    ),
    (
        r"BuildError: Could not build url for endpoint",
        "url_for() knows the view and lacks a value that its address needs.",
    ),
    (
        r"TemplateNotFound: (?P<what>\S+)",
        "Flask looks for templates in the folder templates/ beside the app, and {what} "
        "is not there.",
    ),
    (
        r"TemplateAssertionError: No filter named (?P<what>\S+?)\.?$",
        "The template uses the filter {what}, and Jinja has none of that name.",
    ),
    (
        r"TemplateSyntaxError|TemplateAssertionError",
        "Jinja cannot read the template: a tag is misspelt, not closed, or closed "
        "twice.",
    ),
    (
        r"UndefinedError: (?P<what>.+) is undefined",
        "The template uses {what}, and neither the view nor the template gave it a "
        "value.",
    ),
    (
        r"UndefinedError: (?P<what>.+) has no attribute",
        "The template asks {what} for something that it does not have.",
    ),
    (
        r"view function (?:for )?(?P<what>\S+) did not return a valid response",
        "A view has to return what the browser gets, as a text or a redirect(). On "
        "this way through it, it returns nothing.",
    ),
    (
        r"AssertionError: View function mapping is overwriting .*: (?P<what>\S+)",
        "Two view functions have the same name, {what}. Each needs a name of its own.",
    ),
    (
        r"name '(?P<what>\w+)' is already registered for",
        "Two blueprints have the same name, {what}. Each needs a name of its own.",
    ),
    (
        r"BadRequestKeyError",
        "The view reads a form field that the request did not send. request.form[…] "
        "insists on it, request.form.get(…) does not.",
    ),
    (
        r"Working outside of request context",
        "This line runs while no request is being answered. flash(), session and "
        "request belong to one request and are there only within a view or what it "
        "calls.",
    ),
    (
        r"Working outside of application context",
        "This line runs while no app is at work. What belongs to an app is there "
        "within a request, or within “with app.app_context():”.",
    ),
    (
        r"flash\(\) got an unexpected keyword argument '(?P<what>\w+)'",
        "flash() takes the text and the category, flash(text, category), and knows no "
        "{what}.",
    ),
    (
        r"flash\(\) (?:takes|missing)",
        "flash() takes the text, and the category if there is one: flash(text, "
        "category).",
    ),
    (
        r"redirect\(\) (?:takes|got|missing)",
        "redirect() takes an address, and a status if need be. It carries no message.",
    ),
    (
        r"too many values to unpack",
        "A loop or an assignment names fewer variables than each item has parts. With "
        "with_categories=true each message is a pair, otherwise it is one text.",
    ),
    (
        r"not enough values to unpack",
        "A loop or an assignment names more variables than each item has parts. Only "
        "with with_categories=true is each message a pair.",
    ),
    (
        r"(?:Object|object) of type (?P<what>\w+) is not JSON serializable",
        "The session travels as JSON, and a {what} cannot be written as JSON. Keep a "
        "text in it instead.",
    ),
    (
        r"NameError: name '(?P<what>\w+)' is not defined",
        "Nothing is called {what} here: it is misspelt, or not imported, or made only "
        "later or elsewhere.",
    ),
    (
        r"UnboundLocalError: cannot access local variable '(?P<what>\w+)'",
        "The function gives {what} a value somewhere, so that it is its own variable, "
        "and on this way it has none yet.",
    ),
    (
        r"ImportError: cannot import name '(?P<what>\w+)' from partially initialized",
        "Two files import each other, so {what} does not exist yet. Move what both "
        "need into a third file, or import it later.",
    ),
    (
        r"ImportError: cannot import name '(?P<what>\w+)'",
        "The module is there and has no {what}: it is misspelt, or lives elsewhere.",
    ),
    (
        r"ModuleNotFoundError: No module named '(?P<what>[\w.]+)'",
        "There is no {what} to import: it is misspelt, not beside the app, or not "
        "installed.",
    ),
    (
        r"IndentationError|TabError",
        "The blanks at the beginning of this line, or of the one above, do not fit.",
    ),
    (
        r"SyntaxError: '(?P<what>.)' was never closed",
        "Something opens with {what} and is never closed; the place is where it opens.",
    ),
    (
        r"SyntaxError: unterminated",
        "A text begins with a quote that is never closed.",
    ),
    (
        r"SyntaxError",
        "Python cannot read this line, or the end of the one above it.",
    ),
    (
        r"OperationalError: no such table: (?P<what>\S+)",
        "The database has no table {what}: the statement that makes it did not run on "
        "this file.",
    ),
    (
        r"OperationalError: (?:no such column: (?P<what>\S+)|.* has no column)",
        "The table was made with other columns than this statement names.",
    ),
    (
        r"OperationalError: database is locked",
        "Another connection has begun to write and has not committed or closed yet.",
    ),
    (
        r"ProgrammingError: SQLite objects created in a thread",
        "A connection to SQLite belongs to the thread that made it, and each request "
        "may be answered by another. Open one for each request.",
    ),
    (
        r"IntegrityError",
        "The row breaks a rule of the table, such as a value that may be there once.",
    ),
    (
        r"KeyError: 'SECRET_KEY'",
        "The environment has no SECRET_KEY, and os.environ[…] insists on it.",
    ),
    (
        r"KeyError: (?P<what>.+)",
        "A dictionary was asked for {what} and does not have it. d.get(key) gives None "
        "instead of an error.",
    ),
    (
        r"AttributeError: 'NoneType' object has no attribute '(?P<what>\w+)'",
        "Something gave None, which says “nothing there”, and the line goes on as if "
        "it had {what}.",
    ),
    (
        r"TypeError: 'NoneType' object is not",
        "Something gave None, which says “nothing there”, where a list or a text was "
        "meant.",
    ),
    (
        r"AttributeError: .* has no attribute '(?P<what>\w+)'",
        "What stands before the dot has nothing called {what}: it is misspelt, or it "
        "is another kind of thing than you think.",
    ),
    (
        r"TypeError: .* missing \d+ required .*argument",
        "A function is called without a value that it needs; for a view, the address "
        "in its route gives too few.",
    ),
    (
        r"Read-only file system",
        "Within a sandbox an app writes to its own folder, and below "
        "tempfile.gettempdir(); nowhere else, and not beside thousands of files.",
    ),
    (
        r"IndexError",
        "The list is shorter than the place that was asked for; perhaps it is empty.",
    ),
    (
        r"RecursionError",
        "A function calls itself, or two call each other, and nothing ends it.",
    ),
)
PATTERNS = tuple((re.compile(pattern), words) for pattern, words in KNOWN)
LONGEST = 2000  # characters of an error that are looked at


def meaning(error: str) -> str:
    """What the last line of a traceback means; "" for an error that is not known."""
    for pattern, words in PATTERNS:
        found = pattern.search(error[:LONGEST])
        if found:
            return words.format(**found.groupdict(""))
    return ""
