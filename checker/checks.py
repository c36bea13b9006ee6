"""The words a lesson's promises are declared in. Runs nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from .endings import Failure

if TYPE_CHECKING:
    from .app import App

__all__ = ["Check", "check", "expect"]


@dataclass(frozen=True)
class Check:
    """One promise about a finished app.

    `promise` is the sentence that the learner reads, `matters` why a user cares.
    """

    name: str
    promise: str
    body: Callable[[App], None]
    task: int | None = None
    after: tuple[Check, ...] = ()
    points: int = 1
    extra: bool = False
    matters: str = ""


@overload
def check(body: Callable[[App], None]) -> Check: ...


@overload
def check(
    *,
    task: int | None = None,
    after: Check | tuple[Check, ...] = (),
    points: int = 1,
    extra: bool = False,
) -> Callable[[Callable[[App], None]], Check]: ...


def check(
    body: Callable[[App], None] | None = None,
    *,
    task: int | None = None,
    after: Check | tuple[Check, ...] = (),
    points: int = 1,
    extra: bool = False,
) -> Check | Callable[[Callable[[App], None]], Check]:
    """Turns a function into a promise; its docstring's first line is the sentence.

    What stands below it there says why the promise matters to a user.

    Raises ValueError for a function without a docstring.
    """
    earlier = after if isinstance(after, tuple) else (after,)

    def declare(body: Callable[[App], None]) -> Check:
        promise, _, rest = (body.__doc__ or "").strip().partition("\n")
        if not promise:
            raise ValueError(f"The check {body.__name__} has no docstring. Write one.")
        matters = " ".join(rest.split())
        name = body.__name__
        return Check(name, promise, body, task, earlier, points, extra, matters)

    return declare if body is None else declare(body)


def expect(ok: object, expected: str, seen: str) -> None:
    """Ends the check as failed unless ok; both texts are words for a person."""
    if not ok:
        raise Failure(expected, seen)
