"""What the ways to rewrite an app share: its Python parsed, new words, new places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import libcst as cst
from libcst.metadata import MetadataWrapper

__all__ = [
    "Replacing",
    "Texts",
    "after_imports",
    "fresh",
    "fresh_file",
    "known",
    "leading",
    "modules",
    "words",
]

Texts = dict[str, str]


def modules(texts: Mapping[str, str]) -> dict[str, cst.Module]:
    """The Python files, parsed."""
    python = {n: text for n, text in texts.items() if n.endswith(".py")}
    return {name: cst.parse_module(text) for name, text in python.items()}


def words(texts: Iterable[str]) -> set[str]:
    """Every word in the texts, so that a new one can be told from them."""
    return {word for text in texts for word in re.findall(r"\w+", text)}


def fresh(word: str, taken: set[str]) -> str:
    """The word, longer where it is taken."""
    while word in taken:
        word += "_too"
    return word


def fresh_file(stem: str, ending: str, texts: Texts, folder: str = "") -> str:
    """A file's name that none of the app's files in that folder has."""
    stems = {n.removeprefix(folder).removesuffix(ending) for n in texts}
    return fresh(stem, stems) + ending


class Replacing(cst.CSTTransformer):
    """Puts other expressions in place of some nodes."""

    def __init__(self, by_node: Mapping[cst.CSTNode, cst.BaseExpression]) -> None:
        self.by_node = by_node

    def on_leave(  # type: ignore[override]  # any node for any other
        self, original_node: cst.CSTNode, updated_node: cst.CSTNode
    ) -> cst.CSTNode:
        return self.by_node.get(original_node, updated_node)


def known(module: cst.Module) -> MetadataWrapper:
    """The module ready to be asked what its names mean."""
    return MetadataWrapper(module, unsafe_skip_copy=True)  # parsed, so no node twice


def after_imports(code: str, text: str) -> str:
    """The code with the text below the imports that it begins with."""
    module = cst.parse_module(code)
    count = leading(module.body)
    head = module.with_changes(body=module.body[:count]).code
    rest = cst.Module([], header=[]).with_changes(body=module.body[count:]).code
    if count == len(module.body):
        head = head.removesuffix(
            "".join(module.code_for_node(f) for f in module.footer)
        )
    return head.rstrip("\n") + "\n" + text + rest


def leading(body: Sequence[cst.CSTNode]) -> int:
    """How many statements are the text of the module and the imports below it."""
    count = 0
    for statement in body:
        inner = getattr(statement, "body", None)
        first = inner[0] if isinstance(inner, Sequence) else None
        told = isinstance(first, cst.Expr) and isinstance(first.value, cst.SimpleString)
        if not told and not isinstance(first, cst.Import | cst.ImportFrom):
            break
        count += 1
    return count
