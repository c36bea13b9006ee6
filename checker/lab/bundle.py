"""What a cell shows, in every form that a front-end may be able to show. Makes none."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from IPython import get_ipython
from IPython.core.formatters import DisplayFormatter

__all__ = ["Shown", "forms"]

HTML, MARKDOWN, TEXT = "text/html", "text/markdown", "text/plain"


class Shown:
    """One output in several forms; a front-end takes the first of them that it can.

    With a widget, that is the one where there are widgets; elsewhere, and in a notebook
    that was run without anybody looking, it is the HTML or Markdown, else the text.
    """

    def __init__(
        self, text: str, *, html: str = "", markdown: str = "", widget: Any = None
    ) -> None:
        self._forms = {HTML: html, MARKDOWN: markdown, TEXT: text}
        self._widget = widget

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        shown: dict[str, object] = {k: v for k, v in self._forms.items() if v}
        if self._widget is not None:
            shown = {**self._widget._repr_mimebundle_(), **shown}
        return shown

    def __repr__(self) -> str:
        return self._forms[TEXT]


def forms(thing: object) -> tuple[str, str]:
    """How anything that a notebook can display looks as HTML, and as text."""
    shell = get_ipython()
    formatter = DisplayFormatter() if shell is None else shell.display_formatter
    found: Mapping[str, Any] = formatter.format(thing)[0]
    text = str(found.get(TEXT, ""))
    return str(found.get(HTML) or f"<pre>{escape(text)}</pre>"), text
