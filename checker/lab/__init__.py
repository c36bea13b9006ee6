"""The door that notebooks come in by; each name loads what it needs when it is used.

Widgets are plain ipywidgets, and no other: JupyterLab 4 brings them with the kernel's
environment, VS Code ships their front-end in its Jupyter extension, Colab its own. A
widget with a script of its own (anywidget makes those easy) fetches its front-end from
a CDN in VS Code and in Colab (vscode-jupyter issue 14761, anywidget issue 394), and
the course works offline. What ipywidgets cannot draw is HTML with CSS and no script;
the one script there is, in radios.py, makes the keyboard more comfortable.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .code import show_app
    from .lesson import open_lesson
    from .picture import xray

__all__ = ["open_lesson", "show_app", "xray"]

LATER = {"open_lesson": ".lesson", "show_app": ".code", "xray": ".picture"}


def __getattr__(name: str) -> object:
    if name in LATER:
        return getattr(import_module(LATER[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
