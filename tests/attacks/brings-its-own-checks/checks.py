"""Checks that everybody passes."""

from checker import App, check


@check
def greets_by_name(app: App) -> None:
    """Signing in leaves a message that greets the visitor by the name they gave."""
