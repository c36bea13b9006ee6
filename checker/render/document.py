"""A page of its own around a piece of HTML: no script, nothing fetched. Pure."""

from __future__ import annotations

from html import escape

__all__ = ["document"]

SHELL = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font-family: system-ui, sans-serif; margin: 1em auto; max-width: 62em;
  padding: 0 1em; background: Canvas; color: CanvasText; }}
body > main > h1 {{ font-size: 1.4em; margin-bottom: 0; }}
</style>
<main>
{body}</main>
</html>
"""


def document(title: str, body: str) -> str:
    """The page; the title is any text, the body is HTML and is taken as it is."""
    return SHELL.format(title=escape(title), body=body)
