"""The words lessons' checks are written in; the engine behind them loads on use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .checks import check, expect

if TYPE_CHECKING:
    from .app import App
    from .messages import Message
    from .page import Page
    from .visitor.visitor import Visitor

__all__ = ["App", "Message", "Page", "Visitor", "check", "expect"]

# Heavy, and in most lessons only names in annotations.
LATER = {
    "App": ".app",
    "Message": ".messages",
    "Page": ".page",
    "Visitor": ".visitor.visitor",
}


def __getattr__(name: str) -> object:
    if name in LATER:
        return getattr(import_module(LATER[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
