"""Words about answers to forms and to scripts: where they led and what they left.

Asks the transcript alone; whether that is a mistake is for a recogniser.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..report import Outcome
from ..transcript import Step
from ..xray import Exchange
from .evidence import Evidence

__all__ = [
    "after",
    "asked_again",
    "leak",
    "newly_kept",
    "pages_for_scripts",
    "posts",
    "scripts",
    "wants",
]


def posts(seen: Evidence, ending: str) -> tuple[Exchange, ...]:
    """The forms of the first failing result that went to an address ending so."""
    sent = _forms(seen.exchanges)
    return tuple(e for e in sent if e.path.partition("?")[0].endswith(ending))


def scripts(seen: Evidence) -> tuple[Exchange, ...]:
    """The requests of the first failing result that sent JSON."""
    return tuple(e for e in seen.exchanges if _is_json(e.sent))


def pages_for_scripts(seen: Evidence) -> tuple[Step, ...]:
    """Where JSON was refused by a page of HTML."""
    refused = (s for s in seen.steps if _is_json(s.sent) and 400 <= s.status < 500)
    return tuple(step for step in refused if step.body.lstrip().startswith("<"))


def after(seen: Evidence, exchange: Exchange) -> Exchange | None:
    """The request that came next in the first failing result."""
    later = seen.exchanges[seen.exchanges.index(exchange) + 1 :]
    return later[0] if later else None


def wants(exchange: Exchange) -> str:
    """The next that a form sent along."""
    return dict(exchange.sent).get("next", "")


def newly_kept(exchange: Exchange) -> bool:
    """True when the session holds a value that it did not hold before."""
    held = {pair for cookie in exchange.carried for pair in cookie.rest}
    return any(pair not in held for cookie in exchange.kept for pair in cookie.rest)


def asked_again(seen: Evidence) -> Exchange | None:
    """The last page of the result, if it is one sent before: it reads no messages."""
    if not seen.exchanges:
        return None
    last, step = seen.exchanges[-1], seen.steps[-1]
    alike = [s for s in seen.steps[:-1] if (s.path, s.body) == (step.path, step.body)]
    waiting = any(cookie.messages for cookie in last.carried)
    fits = alike and waiting and last.has_page and not last.taken and not last.shown
    return last if fits else None


def leak(seen: Evidence, check: str) -> str:
    """The next by which that check got out of the app; "" when it did not."""
    result = seen.results.get(check)
    if result is None or result.outcome is not Outcome.FAILED:
        return ""
    sent = _forms(seen.exchanges_of(check))
    return wants(sent[-1]) if sent else ""


def _forms(every: Iterable[Exchange]) -> tuple[Exchange, ...]:
    return tuple(e for e in every if e.method == "POST" and not _is_json(e.sent))


def _is_json(sent: Sequence[tuple[str, str]]) -> bool:
    return [name for name, _ in sent] == [""]
