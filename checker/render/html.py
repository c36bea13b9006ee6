"""A report as HTML for the person whose app it is: the facts of render/terminal.py.

No script, nothing fetched, every text of the app's escaped. The page of a request that
failed stands beside its reason: a browser's picture of it, else its HTML in a frame
that can do nothing.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape

from ..protections import sentence
from ..report import Outcome, Report, Result
from ..transcript import Step
from .document import document
from .look import visible
from .outcomes import colour, sign
from .sight import Sight
from .telling import Part, Telling, smells
from .terminal import ELSEWHERE, WITHOUT_TASK, Words, count, notes, nothing_ran

__all__ = ["STYLE", "fragment", "page", "promises", "text"]

# What a framed page may load: its own styles and pictures, from nowhere else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
LINK = re.compile(r"<link\b[^>]*>", re.IGNORECASE)  # would only be refused, and logged
# Colours come from a notebook's theme; elsewhere from the reader's own setting. The
# class stands twice where it has to win over what a notebook says of lists.
STYLE = """\
<style>
.fc-report {
  --fc-text: var(--jp-content-font-color1, var(--vscode-editor-foreground, CanvasText));
  --fc-line: var(--jp-border-color2, var(--vscode-panel-border, GrayText));
  color: var(--fc-text); line-height: 1.5; overflow-wrap: anywhere;
  font-size: var(--jp-content-font-size1, 1rem);
}
.fc-report :is(h1, h2, h3, h4, p, ul) { margin: 0.5em 0; }
.fc-report :is(h1, h3) { font-size: 1.15em; font-weight: 600; }
.fc-report :is(h2, h4) { font-size: 1em; font-weight: 600; }
.fc-report.fc-report ul { list-style: none; padding: 0; }
.fc-report li { border-left: 0.25em solid var(--fc-line); padding: 0.1em 0.7em; }
.fc-report li.fc-green { border-color: #2e9d4e; }
.fc-report li.fc-red { border-color: #d5473c; }
.fc-report li.fc-yellow { border-color: #c98a10; }
.fc-report .fc-sign { font-weight: 600; }
.fc-report .fc-why { display: flex; flex-wrap: wrap; gap: 0.5em 1.5em; }
.fc-report .fc-why dl {
  flex: 2 1 22em; min-width: 0; margin: 0.3em 0;
  display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.2em 0.8em;
}
.fc-report .fc-why figure { flex: 1 1 20em; min-width: 0; margin: 0.3em 0; }
.fc-report .fc-why figure:has(img) { flex-grow: 2; }
.fc-report dt {
  font-weight: 600; float: none; width: auto; padding: 0; margin: 0; grid-column: 1;
}
.fc-report dd { margin: 0; padding: 0; width: auto; float: none; grid-column: 2; }
.fc-report pre { margin: 0; white-space: pre-wrap; background: none; color: inherit; }
.fc-report figcaption { font-size: 0.9em; }
.fc-report img {
  display: block; max-width: 100%; height: auto; border: 1px solid var(--fc-line);
}
.fc-report iframe {
  width: 100%; height: 16em; border: 1px solid var(--fc-line); background: #fff;
  color-scheme: light;
}
</style>
"""


def page(report: Report, words: Words, style: str = "") -> str:
    """The report as a page of its own."""
    body = fragment(report, words, style, level=1)
    return document(visible(_title(report)), body)


def fragment(report: Report, words: Words, style: str = "", level: int = 3) -> str:
    """The report as a part of a page, its title a heading of that level.

    `style` is the app's own, for its framed pages.
    """
    parts = [
        _heading(_title(report), level),
        f"<p>{text(words.place or report.folder)}, seed {report.seed}</p>\n",
        *_told(report, words, style, level + 1),
        f"<p><strong>{text(count(report))}</strong></p>\n",
        *_around(report, words),
    ]
    if words.following:
        parts.append(f"<p><strong>Next:</strong> {text(words.following)}</p>\n")
    return f'{STYLE}<div class="fc-report">\n{"".join(parts)}</div>\n'


def promises(report: Report, words: Words, level: int) -> str:
    """What the report says of the app, for a page that has STYLE and its own heading.

    Neither seed nor points are in it; the groups have headings of that level.
    """
    parts = [*_told(report, words, "", level), *_around(report, words)]
    return f'<div class="fc-report">\n{"".join(parts)}</div>\n'


def _told(report: Report, words: Words, style: str, level: int) -> Iterator[str]:
    """Each promise, and what does harm elsewhere."""
    pieces = Pieces(report, words, style)
    if nothing_ran(report):
        yield _list(pieces.once(report.results[0]))
    else:
        yield from _groups(report, words, pieces, level)
    yield _smells(report, level)


def _around(report: Report, words: Words) -> Iterator[str]:
    """What is said about the run itself."""
    for note in notes(report, words):
        yield f"<p>{text(note)}</p>\n"
    if report.protections is not None:
        yield f"<p>{text(sentence(report.protections))}</p>\n"


class Pieces:
    """Makes the items of one report; what was told at length is not told again."""

    def __init__(self, report: Report, words: Words, style: str) -> None:
        self._style = style
        self._sights = words.sights
        self._telling = Telling(report, words.command, sights=words.sights)

    def promise(self, result: Result) -> str:
        """One promise with its outcome, and below it why it is not kept."""
        promise = result.promise + (" (optional)" if result.extra else "")
        parts = self._telling.of(result)
        at_length = len(parts) > 1 and result.outcome is not Outcome.WAITING
        seen = self._seen(result) if at_length else ""
        return _item(result, promise, _why(parts, seen))

    def _seen(self, result: Result) -> str:
        """The page as a browser showed it, else as its HTML says it."""
        sight = self._sights.get(result.check, Sight())
        if sight.png:
            return _picture(sight)
        return _frame(result.steps, self._style)

    def once(self, result: Result) -> str:
        """The one reason why no check could run."""
        return _item(result, result.reason, _why(self._telling.code(result), ""))


def _heading(words: str, level: int) -> str:
    return f"<h{level}>{text(words)}</h{level}>\n"


def _groups(report: Report, words: Words, pieces: Pieces, level: int) -> Iterator[str]:
    for task in sorted({result.task or 0 for result in report.results}):
        title = f"Task {task}: {words.tasks.get(task, '')}".rstrip(": ")
        yield _heading(title if task else WITHOUT_TASK, level)
        own = [result for result in report.results if (result.task or 0) == task]
        yield _list(*(pieces.promise(result) for result in own))


def _list(*items: str) -> str:
    return f"<ul>\n{''.join(items)}</ul>\n"


def _item(result: Result, said: str, why: str) -> str:
    head = f"{sign(result.outcome)} {result.outcome}"
    return (
        f'<li class="fc-{colour(result.outcome)}">'
        f'<span class="fc-sign">{head}</span> {text(said)}{why}</li>\n'
    )


def _why(parts: Sequence[Part], frame: str) -> str:
    """What explains a result, beside the page that it is about."""
    rows = "".join(_row(part) for part in parts if any(part.texts))
    if not rows and not frame:
        return ""
    return f'\n<div class="fc-why"><dl>\n{rows}</dl>{frame}</div>'


def _row(part: Part) -> str:
    if part.code:
        lines = "\n".join(part.texts)
        return f"<dt>{part.label}</dt><dd><pre>{text(lines)}</pre></dd>\n"
    cells = "".join(f"<dd>{_block(one)}</dd>" for one in part.texts if one)
    return f"<dt>{part.label}</dt>{cells}\n"


def _block(words: str) -> str:
    return f"<pre>{text(words)}</pre>" if "\n" in words else text(words)


def _smells(report: Report, level: int) -> str:
    """What fails nothing here and does harm elsewhere."""
    if not report.smells:
        return ""
    rows = [
        f"<li>{text(part.label)}<br><code>{text(part.texts[0])}</code><br>"
        f"{text(part.texts[1])}</li>\n"
        for part in smells(report)
    ]
    return f"{_heading(ELSEWHERE, level)}<ul>\n{''.join(rows)}</ul>\n"


def _picture(sight: Sight) -> str:
    data = b64encode(sight.png).decode("ascii")
    return (
        "\n<figure><figcaption>What the browser showed</figcaption>"
        f'<img alt="{text(sight.pictured)}" src="data:image/png;base64,{data}">'
        "</figure>"
    )


def _frame(found: Sequence[Step], style: str) -> str:
    """The last page with something on it, as it looked, unable to do anything."""
    asked = [step for step in found if step.method and not step.by_page]
    shown = [step for step in asked if step.body.lstrip()[:1] == "<"]
    if not shown:
        return ""
    step = shown[-1]
    rules = style.replace("</", "<\\/")
    own = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    own += f"<style>{rules}</style>" if style else ""
    body = LINK.sub("", step.body)
    start, kind, rest = body.partition(">")
    whole = start.lstrip().lower().startswith("<!doctype")
    inner = f"{start}{kind}{own}{rest}" if whole else f"<!doctype html>{own}{body}"
    what = text(step.summary)
    return (
        f'\n<figure><figcaption>The page: {what}</figcaption><iframe sandbox="" '
        f'title="The page: {what}" srcdoc="{escape(inner)}"></iframe></figure>'
    )


def _title(report: Report) -> str:
    number = report.lesson.partition("-")[0]
    return f"Lesson {int(number)}: {report.title}" if number.isdigit() else report.title


def text(words: str) -> str:
    """The words as they can stand in HTML, their control characters written out."""
    return escape("\n".join(visible(line) for line in words.splitlines()))
