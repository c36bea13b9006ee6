"""Forms as a person finds and fills them: by button, label, field. Sends nothing."""

from __future__ import annotations

from dataclasses import dataclass

from .html import Node, text_of

__all__ = ["Form", "forms"]


@dataclass(frozen=True)
class Form:
    """One form: `fields` are (name, value) as the browser would send them untouched.

    `labels` maps what is written at a field to the field's name; `buttons` holds
    (label, name, value).
    """

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    labels: dict[str, str]
    names: frozenset[str]
    buttons: tuple[tuple[str, str, str], ...]

    def answers_to(self, target: str) -> bool:
        """True when a person would call the form by this button or this action path."""
        if target.startswith("/"):
            return self.action.partition("?")[0] == target
        return any(_same(label, target) for label, _, _ in self.buttons)

    def filled(
        self, target: str, values: dict[str, str]
    ) -> tuple[tuple[str, str], ...]:
        """What the browser sends after a person filled in values by name or label.

        Raises KeyError with the field that is not there.
        """
        chosen = {self._name(field): value for field, value in values.items()}
        kept = [(n, v) for n, v in self.fields if n not in chosen]
        pressed = [
            (name, value)
            for label, name, value in self.buttons
            if name and (_same(label, target) or target.startswith("/"))
        ]
        return (*kept, *chosen.items(), *pressed[:1])

    def _name(self, field: str) -> str:
        if field in self.names:
            return field
        for label, name in self.labels.items():
            if _same(label, field):
                return name
        raise KeyError(field)


def forms(root: Node, path: str) -> tuple[Form, ...]:
    """Every form of the page at `path`."""
    return tuple(_form(node, root, path) for node in root.css("form"))


def _form(node: Node, root: Node, path: str) -> Form:
    of = node.attributes
    fields = [
        f for f in node.css("input, select, textarea") if f.attributes.get("name")
    ]
    return Form(
        action=of.get("action") or path,
        method=(of.get("method") or "get").upper(),
        fields=tuple(pair for f in fields for pair in _value(f)),
        labels=_labels(node, root),
        names=frozenset(f.attributes["name"] or "" for f in fields),
        buttons=tuple(_button(b) for b in node.css("button, input[type=submit]")),
    )


def _value(field: Node) -> list[tuple[str, str]]:
    """What a field sends when nobody touches it."""
    of = field.attributes
    name = of.get("name") or ""
    kind = (of.get("type") or "text").lower()
    if "disabled" in of or kind in ("submit", "button", "reset", "image", "file"):
        return []
    if kind in ("checkbox", "radio"):
        return [(name, of.get("value") or "on")] if "checked" in of else []
    if field.tag == "select":
        return [(name, _selected(field))] if field.css_first("option") else []
    if field.tag == "textarea":
        return [(name, (field.text() or "").removeprefix("\n"))]
    return [(name, of.get("value") or "")]


def _selected(field: Node) -> str:
    options = field.css("option")
    chosen = [o for o in options if "selected" in o.attributes] or options
    value = chosen[0].attributes.get("value")
    return text_of(chosen[0]) if value is None else value


def _labels(form: Node, root: Node) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in form.css("input, select, textarea"):
        name = field.attributes.get("name")
        if name:
            for text in _texts_at(field, root):
                found.setdefault(text, name)
    return found


def _texts_at(field: Node, root: Node) -> list[str]:
    of = field.attributes
    texts = [of.get("aria-label") or "", of.get("placeholder") or ""]
    if of.get("id"):
        texts += [
            text_of(label)
            for label in root.css("label[for]")
            if label.attributes.get("for") == of.get("id")
        ]
    outer = field.parent
    if outer is not None and outer.tag == "label":
        texts.append(text_of(outer, frozenset({"select", "textarea"})))
    return [text for text in texts if text]


def _button(node: Node) -> tuple[str, str, str]:
    of = node.attributes
    value = of.get("value") or ""
    label = of.get("aria-label") or text_of(node) or value
    return label, of.get("name") or "", value


def _same(label: str, wanted: str) -> bool:
    """Labels are compared as people do: case, colons and stars do not matter."""
    return _plain(label) == _plain(wanted)


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" :*").casefold()
