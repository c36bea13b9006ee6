"""The words lessons' checks are written in; the engine behind them loads on use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .app import App
    from .checks import check, expect
    from .messages import Message
    from .page import Page
    from .visitor.visitor import Visitor

__all__ = ["App", "Message", "Page", "Visitor", "check", "expect"]

# The command line has no use for them; some are heavy, and in most lessons only names
# in annotations.
LATER = {
    "App": ".app",
    "Message": ".messages",
    "Page": ".page",
    "Visitor": ".visitor.visitor",
    "check": ".checks",
    "expect": ".checks",
}


def __getattr__(name: str) -> object:
    if name in LATER:
        return getattr(import_module(LATER[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
