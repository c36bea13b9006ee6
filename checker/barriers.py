"""What keeps people from using a page: facts about one, nothing that finds them.

What is found (visitor/browser/survey.py) is put into sentences here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Barrier", "Finding", "barriers"]

SHORT = 160  # characters of an element's markup
IMPACTS = ("critical", "serious")  # the worse one first
# What a rule is about, and the cure; for a rule that is not here axe-core's own words.
WORDS = {
    # axe-core's
    "aria-allowed-attr": "an aria attribute that its role does not have: leave it out",
    "aria-command-name": "something to press without a name: write words into it",
    "aria-dialog-name": "a dialog without a name: give it aria-label",
    "aria-hidden-focus": (
        "hidden from screen readers, but Tab leads into it: take the aria-hidden off"
    ),
    "aria-roles": "a role that does not exist: for a message it is status or alert",
    "aria-valid-attr": "an aria attribute that does not exist: see how it is spelt",
    "aria-valid-attr-value": (
        "an aria attribute with a value that it does not have: aria-live, for one, is"
        " polite or assertive"
    ),
    "blink": "a text that blinks: let it stand still",
    "button-name": "a button without a name: write words into it, or aria-label it",
    "document-title": "a page without a title: give it a <title>",
    "html-has-lang": "a page that does not say its language: write <html lang=…>",
    "image-alt": 'a picture without a text: say what it means in alt, or write alt=""',
    "input-image-alt": "a picture to press without a text: say what it does in alt",
    "label": "a field without a name: give it a <label>",
    "link-in-text-block": "a link known by its colour alone: underline it",
    "link-name": "a link without a name: write words into it",
    "list": "a list that holds more than items: put each thing into an <li>",
    "listitem": "an <li> that is in no list: put it into a <ul>, without a role",
    "marquee": "a text that moves: let it stand still",
    "meta-refresh": "a page that goes away by itself: take the meta refresh out",
    "nested-interactive": "a control within a control: put one beside the other",
    "role-img-alt": "an icon that is read as a picture without a name: aria-label it",
    "select-name": "a choice without a name: give it a <label>",
    "svg-img-alt": "an icon that is read as a picture without a name: give it <title>",
    "tabindex": "an order of its own for the Tab key: leave tabindex out",
    # ours
    "control-without-word": (
        "a control whose name, {name}, is no word: give it aria-label, or write"
        " what it does"
    ),
    "focus-on-alert": (
        "the focus jumps to an alert, which is read by itself: take autofocus off"
    ),
    "press-without-button": (
        "something to press that is no button, so no key reaches it: make it a <button>"
    ),
    "same-id-twice": (
        "an id, {name}, that another element has: what refers to it finds the first"
    ),
}
CONTRAST = (
    "a text whose contrast to its ground is {ratio:.2f}, where {least} is needed"
    " ({colour} on {ground}): set the two colours further apart"
)


@dataclass(frozen=True)
class Barrier:
    """One rule that an element of a page breaks.

    `rule` is axe-core's id of it, or one of ours; `impact` is serious or critical;
    `what` says it in words, `html` is the element's markup, cut short, and `at` its
    place in the page, as in Message.index.
    """

    rule: str
    impact: str
    what: str
    html: str
    at: int

    @property
    def in_words(self) -> str:
        """The barrier as one line for a person."""
        return f"{self.what}; {self.html} ({self.rule}, {self.impact})"


@dataclass(frozen=True)
class Finding:
    """What was found at one element, before it is put into words.

    `name` is what the rule is about: an accessible name, an id. The contrast is that of
    axe-core: `ratio` and the `least` that is needed, 0 for other rules.
    """

    rule: str
    impact: str
    help: str
    html: str
    at: int
    name: str = ""
    ratio: float = 0.0
    least: float = 0.0
    colour: str = ""
    ground: str = ""
    dark: bool = False


def barriers(found: Iterable[Finding]) -> tuple[Barrier, ...]:
    """What was found, in words, the worst first, each once however often it was found.

    What is so in the dark scheme as well is told of the light one alone.
    """
    first: dict[tuple[str, int], Barrier] = {}
    for finding in sorted(found, key=lambda f: (f.dark, IMPACTS.index(f.impact), f.at)):
        first.setdefault((finding.rule, finding.at), _barrier(finding))
    return tuple(first.values())


def _barrier(finding: Finding) -> Barrier:
    html = " ".join(finding.html.split())
    html = html if len(html) <= SHORT else f"{html[:SHORT]}…"
    return Barrier(finding.rule, finding.impact, _what(finding), html, finding.at)


def _what(finding: Finding) -> str:
    if finding.ratio:
        what = CONTRAST.format(
            ratio=finding.ratio,
            least=f"{finding.least:g}",
            colour=finding.colour,
            ground=finding.ground,
        )
    else:
        own = finding.help[:1].lower() + finding.help[1:]
        what = WORDS.get(finding.rule, own).replace("{name}", f"“{finding.name}”")
    return f"in the dark colour scheme: {what}" if finding.dark else what
