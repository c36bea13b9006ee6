"""Any lesson.md makes a notebook or an AuthorError; a saved notebook harms no start."""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from pathlib import Path

from checker.errors import AuthorError
from checker.lab.copies import WIDGET, wake
from checker.notebook import notebook

SAVED = b"""{"cells": [{"cell_type": "code", "execution_count": 1, "id": "a",
"metadata": {}, "outputs": [{"output_type": "display_data", "data": {"%s": {}},
"metadata": {}}],
"source": ""}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""" % WIDGET.encode()
WORDS = [
    SAVED,
    *(
        word.split("\n")[0].encode()
        for word in """```{code-cell}|```|+++|---|:name: a|:tags: [b]|# One|<!--|-->|{
        |}|[|]
        |+++ {"a": 1}|jupytext:|kernelspec:|format_name: myst|"cells":|"nbformat": 3
        |null
        |"outputs": 1|"worksheets": []|"metadata": []|"nbformat": "x"|1e999|"data": []
        """.split("|")
    ),
    WIDGET.encode(),
    b"\n",
    b"\0",
    b"\xff",
    b"[" * 1000,
]
_PLACE = tempfile.TemporaryDirectory(prefix="fuzz-notebook-")


def one(data: bytes) -> None:
    """The bytes as an author's text, and as a change in what a learner saved."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        text = data.decode(errors="replace")
        try:
            json.loads(notebook(text, "lesson.md"))
        except AuthorError as error:
            assert str(error).startswith("lesson.md")
            assert str(error).endswith(".")
        cut = data[0] * len(SAVED) // 256 if data else 0
        gone = data[1] if len(data) > 1 else 0
        folder = Path(_PLACE.name) / "own"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        given = SAVED[:cut] + data[2:] + SAVED[cut + gone :]
        (folder / "a.ipynb").write_bytes(given)
        wake(folder)
        assert (folder / "a.ipynb").stat().st_size
