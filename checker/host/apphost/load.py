"""Finds and loads an app as `flask run` does, and says why one did not load."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from typing import Any

import flask
from flask.cli import NoAppException, ScriptInfo
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

__all__ = ["load", "refusal", "said"]

LONGEST = 2000  # characters of an error or a line


class Compiled(FileSystemBytecodeCache):
    """Templates compiled once, where there is room; an app without is none the worse.

    Python itself treats the modules that it compiles the same way.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps what a template was compiled to, if it can."""
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def load(folder: str, cache: str) -> flask.Flask:
    """The app of a folder, found as `flask run` finds it (flask.cli.ScriptInfo).

    Compiled modules and templates are kept in `cache`, a folder of this run alone, so
    that each is compiled once a run and the learner's folder stays clean.
    """
    os.chdir(folder)
    sys.pycache_prefix = cache
    sys.dont_write_bytecode = False
    sys.argv[:] = ["flask", "run"]
    os.environ["FLASK_RUN_FROM_CLI"] = "true"  # makes app.run() do nothing
    app = ScriptInfo(load_dotenv_defaults=False).load_app()
    if app.jinja_env.bytecode_cache is None:
        app.jinja_env.bytecode_cache = Compiled(cache)
    return app


def refusal(error: BaseException) -> dict[str, Any]:
    """Why an app did not load: kind, text, and (file, line, function, code) rows."""
    if isinstance(error, NoAppException) and error.__context__ is not None:
        error = error.__context__
    rows = [
        (f.filename, f.lineno or 0, f.name, (f.line or "")[:LONGEST])
        for f in traceback.extract_tb(error.__traceback__)
    ]
    if isinstance(error, SyntaxError) and error.filename:
        code = (error.text or "").strip()[:LONGEST]
        rows.append((error.filename, error.lineno or 0, "", code))
    return {"kind": kind(error), "text": said(error), "rows": rows[-50:]}


def kind(error: BaseException) -> str:
    """One word or two for the way an app did not load."""
    if isinstance(error, NoAppException):
        return "no app"
    if isinstance(error, SyntaxError):
        return "syntax"
    if isinstance(error, SystemExit):
        return "exit"
    return "import" if isinstance(error, ImportError) else "exception"


def said(error: BaseException) -> str:
    """The error in the words of a traceback's last line, capped."""
    if isinstance(error, NoAppException):
        return error.format_message()[:LONGEST]
    if isinstance(error, SystemExit):
        return "" if error.code is None else str(error.code)[:LONGEST]
    return "".join(traceback.format_exception_only(error)).strip()[-LONGEST:]
