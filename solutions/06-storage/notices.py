"""Messages with a lifetime. Where they are kept is the business of the store."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, get_flashed_messages, session


@dataclass(frozen=True)
class Message:
    """One message; to Flask and to templates it is the pair (category, text)."""

    category: str
    text: str
    until: float | None = None  # seconds since 1970, as time.time() counts them
    times: int | None = 1  # pages that may still show it; None: no limit
    sticky: bool = False  # stays until somebody dismisses it
    id: int | None = None  # given by the store

    @classmethod
    def of(cls, flashed: Any) -> "Message":
        """A message from whatever stands in "_flashes": it, or a pair of flash()."""
        return flashed if isinstance(flashed, Message) else cls(*flashed)

    def __iter__(self) -> Iterator[str]:
        return iter((self.category, self.text))

    def __getitem__(self, index: int) -> str:
        return (self.category, self.text)[index]

    def is_over(self, now: float) -> bool:
        """True once its time has run out."""
        return self.until is not None and self.until <= now

    def after_showing(self) -> "Message | None":
        """What is left of it after one more page has shown it; None: nothing."""
        if self.times is None:
            return self
        return replace(self, times=self.times - 1) if self.times > 1 else None


def say(message: Message) -> None:
    """What flash() does with a pair, done with a message that has a lifetime."""
    flashes: list[Any] = session.get("_flashes", [])
    flashes.append(message)
    session["_flashes"] = flashes


def remind(
    text: str,
    category: str = "message",
    seconds: int | None = None,
    times: int | None = None,
    sticky: bool = False,
) -> None:
    """Flash a message that pages show until the first of its limits is reached."""
    if seconds is not None or times is not None or sticky:
        until = None if seconds is None else time.time() + seconds
        say(Message(category, text, until, times, sticky))
        return
    flash(text, category)


def keep() -> None:
    """Let the next page show once more what this page shows."""
    shown: list[Any] = get_flashed_messages(with_categories=True)
    for message in shown:
        if message.after_showing() is None:
            say(replace(message, times=1))


def dismiss(id: int) -> bool:
    """Throw away one message of this visitor; False when it is not theirs."""
    current: Any = session
    return bool(current.dismiss(id))
