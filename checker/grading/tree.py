"""A tree of folders grown from the paths that an archive says. Opens nothing.

Whatever a path could do on a disk, it does not do here: what leads out, clashes or has
a name that is none is left out, each with a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .nodes import Kind, Node, Notes, folder, quoted
from .packing import unfit

__all__ = ["JUNK", "PACKAGES", "Tree", "left_out"]

# What tools leave beside somebody's work; nobody handed it in.
JUNK = frozenset(
    """__MACOSX .DS_Store Thumbs.db desktop.ini .git .hg .svn __pycache__
    .ipynb_checkpoints .pytest_cache .mypy_cache .ruff_cache .idea .vscode .tox
    """.split()
)
PACKAGES = frozenset({".venv", "venv", "node_modules", "site-packages"})


def left_out(name: str) -> bool:
    """True for names that mean nothing for an app and are not spoken of."""
    return name in JUNK or name.startswith("._") or name.endswith((".pyc", ".pyo"))


@dataclass
class _Branch:
    """A folder: what it holds by names that no file system takes for the same."""

    name: str
    held: dict[str, _Branch | Node] = field(default_factory=dict)


class Tree:
    """Folders in the making; `notes` are about what was left out of them."""

    def __init__(self) -> None:
        self._root = _Branch("")
        self.notes = Notes()

    def add(self, path: str, node: Node) -> None:
        """Puts a node where its path says, or says why not."""
        path = path.replace("\\", "/").removeprefix("./")
        if node.kind is Kind.FOLDER:
            path = path.rstrip("/") or "."
        parts = path.split("/")
        if path == "." or any(map(left_out, parts)):
            return
        reason = unfit(path) or self._grown(parts, node)
        if reason:
            self.notes.add(f"{quoted(path)} was left out: {reason}.")
        else:
            self.notes.add(*node.notes)

    def node(self, name: str) -> Node:
        """The whole as one folder of this name."""
        found = _as_node(self._root)
        return replace(found, name=name, notes=self.notes.all)

    def _grown(self, parts: list[str], node: Node) -> str:
        """Puts it there; or why it cannot stand there."""
        branch = self._root
        for part in parts if node.kind is Kind.FOLDER else parts[:-1]:
            found = branch.held.setdefault(part.casefold(), _Branch(part))
            if not isinstance(found, _Branch):
                return f"{quoted(part)} is a file there already"
            if found.name != part:
                return _alike(found.name)
            if part in PACKAGES:
                return ""
            branch = found
        if node.kind is Kind.FOLDER:
            return ""
        return self._put(branch, replace(node, name=parts[-1], notes=()))

    def _put(self, branch: _Branch, node: Node) -> str:
        there = branch.held.get(node.name.casefold())
        if isinstance(there, _Branch):
            return f"{quoted(there.name)} is a folder there already"
        if there is not None and there.name != node.name:
            if node.name != node.name.casefold():
                return _alike(there.name)
            self.notes.add(f"{quoted(there.name)} was left out: {_alike(node.name)}.")
        elif there is not None:
            self.notes.add(f"{quoted(node.name)} stands there twice: the last counts.")
        branch.held[node.name.casefold()] = node
        return ""


def _alike(name: str) -> str:
    return f"only capitals tell its name from {quoted(name)}"


def _as_node(branch: _Branch) -> Node:
    held = branch.held.values()
    return folder(
        branch.name, (b if isinstance(b, Node) else _as_node(b) for b in held)
    )
