"""The words a lesson's promises are declared in. Runs nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from .endings import Failure
from .errors import NoSuchCheck

if TYPE_CHECKING:
    from .app import App

__all__ = ["Check", "asked", "check", "expect"]


@dataclass(frozen=True)
class Check:
    """One promise about a finished app.

    `promise` is the sentence that the learner reads, `matters` why a user cares. One
    that only a `browser` shows is made where visitors have one, and left out elsewhere.
    """

    name: str
    promise: str
    body: Callable[[App], None]
    task: int | None = None
    after: tuple[Check, ...] = ()
    points: int = 1
    extra: bool = False
    matters: str = ""
    browser: bool = False
    last: bool = False


@overload
def check(body: Callable[[App], None]) -> Check: ...


@overload
def check(
    *,
    task: int | None = None,
    after: Check | tuple[Check, ...] = (),
    points: int = 1,
    extra: bool = False,
    browser: bool = False,
    last: bool = False,
) -> Callable[[Callable[[App], None]], Check]: ...


def check(
    body: Callable[[App], None] | None = None,
    *,
    task: int | None = None,
    after: Check | tuple[Check, ...] = (),
    points: int = 1,
    extra: bool = False,
    browser: bool = False,
    last: bool = False,
) -> Check | Callable[[Callable[[App], None]], Check]:
    """Turns a function into a promise; its docstring's first line is the sentence.

    What stands below it there says why the promise matters to a user. `browser` marks
    one that uses the words of visitor/person.py; one marked with `last` begins once all
    others have ended, whatever their outcome, and may ask what barred people there.

    Raises ValueError for a function without a docstring, and for one that comes after
    the last while it is none of them.
    """
    earlier = after if isinstance(after, tuple) else (after,)
    if not last and any(each.last for each in earlier):
        raise ValueError("What comes after a last check is one. Give it last=True.")

    def declare(body: Callable[[App], None]) -> Check:
        promise, _, rest = (body.__doc__ or "").strip().partition("\n")
        if not promise:
            raise ValueError(f"The check {body.__name__} has no docstring. Write one.")
        matters = " ".join(rest.split())
        name = body.__name__
        return Check(
            name, promise, body, task, earlier, points, extra, matters, browser, last
        )

    return declare if body is None else declare(body)


def expect(ok: object, expected: str, seen: str, at: tuple[int, ...] = ()) -> None:
    """Ends the check as failed unless ok; both texts are words for a person.

    `at` are places in the page, as in Message.index, for a picture to outline.
    """
    if not ok:
        raise Failure(expected, seen, at)


def asked(
    checks: Sequence[Check], only: Collection[str], *, browser: bool = False
) -> list[Check]:
    """The checks to run, with those they come after; without `only`, all there are.

    Raises NoSuchCheck for a name that is none, or that of one that needs a browser
    where there is none.
    """
    every = {check.name: check for check in checks}
    for name in only:
        if name not in every:
            known = ", ".join(sorted(every))
            raise NoSuchCheck(f"There is no check {name}. There are: {known}.")
        if every[name].browser and not browser:
            raise NoSuchCheck(
                f"Only a browser shows whether {name} is kept. Add --browser."
            )
    wanted = set(only) or set(every)
    for check in reversed(checks):
        if check.name in wanted:
            wanted |= {earlier.name for earlier in check.after}
    return [c for c in checks if c.name in wanted and (browser or not c.browser)]
