"""A question of the course as HTML and as text, open or answered. Keeps nothing.

What an author wrote is Markdown; HTML in it is shown as text and does nothing.
"""

from __future__ import annotations

from markdown_it import MarkdownIt

from ..quiz import CONFIDENCES, Answer, Item, Kind

__all__ = [
    "STYLE",
    "answered",
    "folded",
    "label",
    "paragraphs",
    "question",
    "text",
    "truth",
    "verdict",
    "verdict_text",
]

HEADS = {
    Kind.PREDICT: "Predict",
    Kind.RECALL: "Recall",
    Kind.MYTH: "True or not?",
}
# Colours come from the front-end's theme; without one they are the browser's own.
STYLE = """\
<style>
.fc-quiz, .fc-quiz .widget-html-content {
  line-height: 1.5;
  font-size: var(--jp-content-font-size1, 1rem);
  color: var(--jp-content-font-color1, var(--vscode-editor-foreground, inherit));
}
.fc-quiz p, .fc-quiz ol { margin: 0.4em 0; max-width: 42em; }
.fc-quiz .fc-head { font-weight: 600; }
.fc-quiz ol { padding-left: 1.8em; }
.fc-quiz ol[type="A"] { list-style: upper-alpha; }
.fc-quiz code { font-family: var(--jp-code-font-family, monospace); font-size: 0.92em; }
.fc-quiz summary { cursor: pointer; }
.fc-quiz .widget-radio, .fc-quiz .widget-radio-box { height: auto; width: auto; }
.fc-quiz .widget-radio-box label {
  display: flex; flex-direction: row-reverse; justify-content: flex-end; gap: 0.6em;
  height: auto; line-height: 1.5; white-space: normal; margin: 0.15em 0;
  font-size: var(--jp-content-font-size1, 1rem); align-items: center;
}
.fc-quiz .widget-radio-box input { flex: none; float: none; margin: 0; }
.fc-quiz .widget-radio-box-horizontal { flex-wrap: wrap; gap: 0 1.2em; }
.fc-quiz .widget-label {
  width: auto; line-height: 1.5; font-size: var(--jp-content-font-size1, 1rem);
}
</style>
"""
markdown = MarkdownIt("commonmark", {"html": False})


def paragraphs(text: str) -> str:
    """Markdown as HTML."""
    return str(markdown.render(text))


def inline(text: str) -> str:
    """One line of Markdown as HTML, without a paragraph around it."""
    return str(markdown.renderInline(text))


def label(item: Item, choice: int) -> str:
    """An option in plain letters, for what can show no other: “B. No message”."""
    return f"{item.letter(choice)}. {item.options[choice - 1].replace('`', '')}"


def question(item: Item) -> str:
    """The question as HTML, with the belief that it is about."""
    head = f'<p class="fc-head">{HEADS[item.kind]}</p>\n'
    belief = f"<p>“{inline(item.belief)}”</p>\n" if item.kind is Kind.MYTH else ""
    return f"{head}{belief}{paragraphs(item.question)}"


def folded(item: Item) -> str:
    """The question with its options as HTML, the answer folded away below."""
    options = "".join(f"<li>{inline(option)}</li>\n" for option in item.options)
    return (
        f'{STYLE}<div class="fc-quiz">\n{question(item)}'
        f'<ol type="A">\n{options}</ol>\n'
        f"<details><summary>The answer</summary>\n{truth(item)}</details>\n</div>\n"
    )


def text(item: Item) -> str:
    """The question with its options as plain text."""
    belief = f"“{item.belief}” " if item.kind is Kind.MYTH else ""
    lines = [f"{HEADS[item.kind]}: {belief}{item.question}"]
    lines += [f"  {label(item, n)}" for n in range(1, len(item.options) + 1)]
    return "\n".join(lines)


def answered(item: Item, answer: Answer) -> str:
    """What somebody answered, in a sentence."""
    if answer.choice is None or answer.confidence is None:
        return "You skipped this question."
    sure = CONFIDENCES[answer.confidence - 1]
    return f"You answered {item.letter(answer.choice)}, {sure}."


def verdict(item: Item, answer: Answer) -> str:
    """Right or not, and why, as HTML."""
    return f"<p><strong>{_word(answer)}</strong></p>\n{truth(item)}"


def verdict_text(item: Item) -> str:
    """The right answer and why as plain text."""
    return f"The answer is {label(item, item.answer)}\n{item.why}"


def _word(answer: Answer) -> str:
    if answer.skipped:
        return "· Skipped."
    return "✓ You were right." if answer.right else "✗ It is not so."


def truth(item: Item) -> str:
    """The right answer and why, as HTML."""
    right = f"{item.letter(item.answer)}. {inline(item.options[item.answer - 1])}"
    return f"<p>The answer is {right}</p>\n{paragraphs(item.why)}"
