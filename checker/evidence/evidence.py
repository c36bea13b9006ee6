"""All that a recogniser may look at: what happened, and what the app's files say.

Holds values and asks them; it judges nothing and names no mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..report import Frame, Outcome, Result
from ..transcript import Step
from ..xray import Exchange, exchanges
from .program import Program, Scope
from .templates import Template, Templates

__all__ = ["Evidence"]

KEPT = (Outcome.PASSED, Outcome.WAITING)


@dataclass(frozen=True, eq=False)
class Evidence:
    """One run of a lesson's checks, and the files of the app that was run.

    `failing` are the results that the mistake in question would explain: each belongs
    to a check that it names, and none of them is passed or waiting.
    """

    results: Mapping[str, Result]
    texts: Mapping[str, str]  # file in the app's folder to its text
    program: Program
    templates: Templates
    failing: tuple[Result, ...] = ()
    # Check to its requests, opened once for all the recognisers of a run.
    opened: dict[str, tuple[Exchange, ...]] = field(default_factory=dict, repr=False)

    # what happened ----------------------------------------------------------------

    def failed(self, *checks: str) -> bool:
        """True when one of the checks is neither passed nor waiting."""
        found = [self.results[name] for name in checks if name in self.results]
        return any(r.outcome not in KEPT for r in found)

    def passed(self, *checks: str) -> bool:
        """True when each of the checks was run and passed."""
        found = [self.results.get(name) for name in checks]
        return all(r is not None and r.outcome is Outcome.PASSED for r in found)

    @property
    def result(self) -> Result:
        """The first of the failing results."""
        return self.failing[0]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The requests of the first failing result, in order."""
        return tuple(_by_people(self.result.steps))

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Those requests with their cookies opened: added, taken, shown, kept."""
        return self._opened(self.result)

    def exchanges_of(self, check: str) -> tuple[Exchange, ...]:
        """The requests of another check, opened; () when it was not run."""
        result = self.results.get(check)
        return self._opened(result) if result else ()

    def _opened(self, result: Result) -> tuple[Exchange, ...]:
        if result.check not in self.opened:
            self.opened[result.check] = exchanges(_by_people(result.steps))
        return self.opened[result.check]

    @property
    def last(self) -> Step | None:
        """The last request of the first failing result, if it came to one."""
        return self.steps[-1] if self.steps else None

    @property
    def post(self) -> Step | None:
        """The last request of it that sent something."""
        sending = [step for step in self.steps if step.method == "POST"]
        return sending[-1] if sending else None

    @property
    def left(self) -> bool:
        """True when any request of it left a message in the stock session cookie."""
        return any(exchange.added for exchange in self.exchanges)

    @property
    def shown(self) -> tuple[str, ...]:
        """Every message that a page of it showed."""
        return tuple(text for step in self.steps for text in step.messages)

    @property
    def statuses(self) -> tuple[int, ...]:
        """The status of each answer, in order."""
        return tuple(step.status for step in self.steps)

    def crashed(self, *words: str) -> bool:
        """True when one of the failing ended in an error that holds all the words."""
        return any(
            r.error and all(word in r.error for word in words) for r in self.failing
        )

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The learner's own line where the app's error arose, the innermost alone."""
        found = [r.frames[-1] for r in self.failing if r.frames]
        return tuple(dict.fromkeys(found))

    # where it stands --------------------------------------------------------------

    @property
    def view(self) -> Scope:
        """What runs for the last request that sent something, else for the last."""
        step = self.post or self.last
        return self.answering(step) if step else ()

    def answering(self, step: Step) -> Scope:
        """What runs for that request: its view and all that the view leads to."""
        return self.program.answering(step.method, step.path)

    @property
    def page(self) -> tuple[Template, ...]:
        """The templates that make up the last page that was asked for."""
        return self.rendered(self.last) if self.last else ()

    def rendered(self, step: Step) -> tuple[Template, ...]:
        """The templates that make up the page of that request, as far as is known."""
        return self.templates.rendered(step.method, step.path)

    @property
    def heads(self) -> tuple[Frame, ...]:
        """The line with def of the view in question, for want of a better place."""
        step = self.post or self.last
        views = self.program.views(step.method, step.path) if step else ()
        return tuple(self.program.head(f) for f in views[:1])


def places(*found: Sequence[Frame]) -> tuple[Frame, ...]:
    """The places together, each once."""
    return tuple(dict.fromkeys(place for each in found for place in each))


def _by_people(steps: Iterable[Step]) -> Iterator[Step]:
    """The requests of visitors; what a page asked for itself shows no mistake."""
    return (step for step in steps if step.method and not step.by_page)
