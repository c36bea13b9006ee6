"""Forms as a person finds and fills them: by button, label, field. Sends nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from .endings import OverLimit
from .html import Node, text_of

__all__ = ["Button", "Form", "forms"]

FIELDS = "input, select, textarea"
CONTROLS = f"button, {FIELDS}"
METHODS = frozenset({"get", "post", "dialog"})
MOST = 1000  # labels on a page, and fields and buttons of all its forms
SENDING = frozenset({"submit", "image"})  # kinds of <input> that send a form
Labels = defaultdict[str | int | None, list[str]]
SILENT = frozenset({"button", "file", "image", "reset", "submit"})  # send no value


@dataclass(frozen=True)
class Button:
    """What sends a form: `action` and `method` are its own if it has them."""

    label: str
    name: str
    value: str
    action: str
    method: str

    def answers_to(self, target: str) -> bool:
        """True when a person would call it by this label or this action path."""
        if target.startswith("/"):
            return _path(self.action) == target
        return bool(self.label) and _same(self.label, target)


@dataclass(frozen=True)
class Form:
    """One form: `fields` are (name, value) as the browser would send them untouched.

    `action` is the address it is sent to, without the app's own; `labels` maps what is
    written at a field to the field's name. A field or button belongs to the form that
    its attribute `form` names, else to the one around it (HTML Standard, form owner).
    """

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    labels: dict[str, str]
    names: frozenset[str]
    buttons: tuple[Button, ...]

    def answers_to(self, target: str) -> bool:
        """True when a person would call the form by this button or this action path."""
        return any(button.answers_to(target) for button in self._ways)

    def filled(
        self, target: str, values: dict[str, str]
    ) -> tuple[tuple[str, str], ...]:
        """What the browser sends after a person filled in values by name or label.

        Raises KeyError with the field that is not there.
        """
        chosen = self.chosen(values)
        kept = [(n, v) for n, v in self.fields if n not in chosen]
        pressed = [b for b in self.buttons if b.answers_to(target)][:1]
        return (*kept, *chosen.items(), *((b.name, b.value) for b in pressed if b.name))

    def chosen(self, values: dict[str, str]) -> dict[str, str]:
        """Values by name or label as values by name; KeyError as above."""
        return {self._name(field): value for field, value in values.items()}

    def pressed(self, target: str) -> int:
        """The place, from 0, of the first button that answers to the target."""
        found = (n for n, b in enumerate(self.buttons) if b.answers_to(target))
        return next(found, 0)

    def way(self, target: str) -> Button:
        """That button, or what the Enter key does in a form without one."""
        return self._ways[self.pressed(target)]

    @property
    def _ways(self) -> tuple[Button, ...]:
        return self.buttons or (Button("", "", "", self.action, self.method),)

    def _name(self, field: str) -> str:
        if field in self.names:
            return field
        for label, name in self.labels.items():
            if _same(label, field):
                return name
        raise KeyError(field)


def forms(root: Node, path: str) -> tuple[Form, ...]:
    """Every form of the page at `path`.

    Raises OverLimit for more labels or fields than a person fills in.
    """
    written, found = root.css("label"), root.css("form")
    fields = sum(1 + len(form.css(CONTROLS)) for form in found)
    fields += len(root.css("[form]"))  # fields of a form around which they do not stand
    if max(len(written), fields) > MOST:
        raise OverLimit(
            f"The forms of the page have more than {MOST} labels or fields."
        )
    labels: Labels = defaultdict(list)
    for label in written:
        labels[_labelled(label)].append(text_of(label, _is_field))
    owned = _owned(root, found)
    return tuple(_form(node, owned[node.mem_id], labels, path) for node in found)


def _owned(root: Node, found: Sequence[Node]) -> defaultdict[int, list[Node]]:
    """The mem_id of each form to its fields and buttons, in the order of the page."""
    around = {
        control.mem_id: form
        for form in found  # of several, the innermost comes last
        for control in form.css(CONTROLS)
    }
    named: dict[str | None, Node] = {}
    for node in root.css("[id]"):
        named.setdefault(node.attributes["id"] or None, node)
    owned: defaultdict[int, list[Node]] = defaultdict(list)
    for control in root.css(CONTROLS):
        owner = around.get(control.mem_id)
        if "form" in control.attributes:
            owner = named.get(control.attributes["form"] or "")
        if owner is not None and owner.tag == "form":
            owned[owner.mem_id].append(control)
    return owned


def _labelled(label: Node) -> str | int | None:
    """The id that a label names, or else the mem_id of the first field in it."""
    named = label.attributes.get("for")
    first = label.css_first(FIELDS)
    return named if named is not None or first is None else first.mem_id


def _form(node: Node, controls: list[Node], labels: Labels, path: str) -> Form:
    of = node.attributes
    action, method = _address(path, of.get("action")), _method(of.get("method"))
    inputs = [f for f in controls if f.tag != "button"]
    fields = [f for f in inputs if f.attributes.get("name")]
    return Form(
        action=action,
        method=method,
        fields=tuple(pair for f in fields for pair in _values(f)),
        labels=_labels(fields, labels),
        names=frozenset(f.attributes["name"] or "" for f in fields),
        buttons=tuple(_button(b, action, method, path) for b in controls if _sends(b)),
    )


def _address(path: str, action: str | None) -> str:
    """Where a form on the page at `path` goes; an address nobody can read, as it is."""
    try:
        return urljoin(path, action or "")
    except ValueError:
        return action or ""


def _method(word: str | None) -> str:
    """The method that a word stands for; one that is none stands for GET."""
    method = (word or "").lower()
    return method.upper() if method in METHODS else "GET"


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _values(field: Node) -> list[tuple[str, str]]:
    """What a field sends when nobody touches it."""
    of = field.attributes
    name = of.get("name") or ""
    kind = (of.get("type") or "text").lower()
    if "disabled" in of or kind in SILENT:
        return []
    if kind in ("checkbox", "radio"):
        return [(name, of.get("value") or "on")] if "checked" in of else []
    if field.tag == "select":
        return [(name, value) for value in _selected(field)]
    if field.tag == "textarea":
        return [(name, field.text())]
    return [(name, of.get("value") or "")]


def _selected(field: Node) -> list[str]:
    options = field.css("option")
    chosen = [o for o in options if "selected" in o.attributes]
    if "multiple" not in field.attributes:
        chosen = (chosen or options)[:1]
    values = [(o.attributes.get("value"), o) for o in chosen]
    return [text_of(option) if value is None else value for value, option in values]


def _labels(fields: list[Node], labels: Labels) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in fields:
        for text in _texts_at(field, labels):
            found.setdefault(text, field.attributes["name"] or "")
    return found


def _texts_at(field: Node, labels: Labels) -> list[str]:
    of = field.attributes
    around = labels.get(field.mem_id, [])
    named = labels.get(of["id"], []) if of.get("id") else []
    texts = [of.get("aria-label"), of.get("placeholder"), *named, *around]
    return [text for text in texts if text]


def _is_field(node: Node) -> bool:
    return node.tag in ("select", "textarea")


def _sends(node: Node) -> bool:
    """True for what sends the form when it is pressed."""
    kind = (node.attributes.get("type") or "").lower()
    if node.tag == "button":
        return kind not in ("button", "reset")
    return node.tag == "input" and kind in SENDING


def _button(node: Node, action: str, method: str, path: str) -> Button:
    """A button of the form with this action and method."""
    of = node.attributes
    value = of.get("value") or ""
    return Button(
        label=of.get("aria-label") or text_of(node) or of.get("alt") or value,
        name=of.get("name") or "",
        value=value,
        action=_address(path, of["formaction"]) if "formaction" in of else action,
        method=_method(of["formmethod"]) if "formmethod" in of else method,
    )


def _same(label: str, wanted: str) -> bool:
    """Labels are compared as people do: case, colons and stars do not matter."""
    return _plain(label) == _plain(wanted)


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" :*").casefold()
