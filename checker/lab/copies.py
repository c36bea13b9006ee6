"""Make a learner's saved notebooks readable before they are run again. Changes no cell.

A saved widget is dead: its kernel is gone, and JupyterLab shows “Loading widget…” for
ever. Without it, the same output's HTML is shown, and that was saved beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["wake"]

DAMAGED = (  # what becomes of JSON that is none, or no notebook
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
WIDGET = "application/vnd.jupyter.widget-view+json"


def wake(folder: Path) -> None:
    """Takes dead widgets out of the outputs of the folder's notebooks."""
    for file in sorted(folder.glob("*.ipynb")):
        if WIDGET in file.read_text("utf-8", "replace"):
            _wake(file)


def _wake(file: Path) -> None:
    import nbformat
    from nbformat.sign import NotebookNotary

    try:
        found = nbformat.read(file, as_version=4)
        trusted = NotebookNotary().check_signature(found)
        for output in (o for cell in found.cells for o in cell.get("outputs", ())):
            _forms(output).pop(WIDGET, None)
        content = f"{nbformat.writes(found)}\n".encode()
    except (*DAMAGED, nbformat.ValidationError):
        return  # JupyterLab says what is wrong with it
    half = file.with_name(f".{file.name}.half")
    half.write_bytes(content)
    half.replace(file)
    if trusted:  # by who ran it; it would be distrusted for having changed
        NotebookNotary().sign(found)


def _forms(output: Any) -> dict[str, Any]:
    """The forms in which an output can be shown; a printed text has none."""
    forms: dict[str, Any] = output.get("data", {})
    return forms
