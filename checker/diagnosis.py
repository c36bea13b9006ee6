"""Names the mistakes that explain what failed. Pure: a report and texts in, names out.

A mistake is only looked for where a check that it names has failed, so an app that
keeps its promises is never told of any. When nothing fits, nothing is named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .evidence import Evidence, Program, Templates
from .lesson import Mistake
from .meanings import meaning
from .questions import questions
from .report import Diagnosis, Frame, Outcome, Report, Result
from .smells import smells

__all__ = ["KEPT", "Recogniser", "diagnosed", "recogniser"]

PLACES = 3  # of one diagnosis that are told
KEPT = (Outcome.PASSED, Outcome.WAITING, Outcome.BROKEN)  # are not the app's fault

# Places where the mistake stands; none when it is not there. True: it is there, and
# the view that answered is place enough.
Found = Collection[Frame] | bool


@dataclass(frozen=True)
class Recogniser:
    """How one mistake is recognised; `mistake` is its id."""

    mistake: str
    body: Callable[[Evidence], Found]


def recogniser(body: Callable[[Evidence], Found]) -> Recogniser:
    """Turns a function into a recogniser of the mistake that it is called after."""
    return Recogniser(body.__name__.replace("_", "-"), body)


def diagnosed(
    report: Report,
    texts: Mapping[str, str],
    mistakes: Iterable[Mistake],
    recognisers: Iterable[Recogniser],
    waiting: Collection[int] = (),
) -> Report:
    """The report with a diagnosis of each mistake that is recognised.

    `texts` are the app's files by their names in its folder. What explains most comes
    first; what another explains is left out. A failure that none of them explains gets
    questions, an error its meaning, and lines that do harm elsewhere are told. Tasks
    that are `waiting` to be begun hold no mistake yet.
    """
    whole = _whole(report, texts)
    found, faults = _found(whole, mistakes, recognisers, waiting)
    explained = {check for diagnosis in found for check in diagnosis.checks}
    results = (
        _with_words(result, whole, result.check in explained)
        for result in report.results
    )
    return replace(
        report,
        results=tuple(results),
        diagnoses=found,
        smells=smells(whole.program, whole.templates),
        notes=(*report.notes, *faults),
    )


def _found(
    whole: Evidence,
    mistakes: Iterable[Mistake],
    recognisers: Iterable[Recogniser],
    waiting: Collection[int],
) -> tuple[tuple[Diagnosis, ...], tuple[str, ...]]:
    """The diagnoses in their order, and a sentence for each recogniser that failed."""
    failed = [r for r in whole.results.values() if r.outcome not in KEPT]
    failing = [result for result in failed if result.task not in waiting]
    known = {mistake.name: mistake for mistake in mistakes}
    found: list[Diagnosis] = []
    faults: list[str] = []
    for each in recognisers:
        mistake = known[each.mistake]
        own = tuple(r for r in failing if r.check in mistake.fails)
        try:
            found += _tried(each, mistake, replace(whole, failing=own)) if own else ()
        except Exception as error:  # of a recogniser; it must not cost the report
            faults.append(_fault(each, error))
    return _ordered(_roots(found, known), tuple(whole.results)), tuple(faults)


def _with_words(result: Result, whole: Evidence, explained: bool) -> Result:
    """The result with what its error means, and with questions where nothing fits."""
    if result.outcome in KEPT:
        return result
    asked = () if explained else questions(replace(whole, failing=(result,)))
    return replace(result, meaning=meaning(result.error), questions=asked)


def _whole(report: Report, texts: Mapping[str, str]) -> Evidence:
    program = Program(texts)
    results = {result.check: result for result in report.results}
    return Evidence(results, texts, program, Templates(texts, program))


def _tried(
    each: Recogniser, mistake: Mistake, evidence: Evidence
) -> Iterable[Diagnosis]:
    found = each.body(evidence)
    if not found:
        return
    places = evidence.heads if found is True else tuple(dict.fromkeys(found))
    yield Diagnosis(
        mistake=mistake.name,
        belief=mistake.belief,
        why=mistake.why,
        question=mistake.question,
        read=mistake.read,
        checks=tuple(r.check for r in evidence.failing),
        step=max(len(evidence.result.steps) - 1, 0),
        places=tuple(places[:PLACES]),
    )


def _roots(found: Sequence[Diagnosis], known: Mapping[str, Mistake]) -> list[Diagnosis]:
    """Those that no other of them explains."""
    names = {diagnosis.mistake for diagnosis in found}
    explained = {name for each in names for name in known[each].explains}
    return [diagnosis for diagnosis in found if diagnosis.mistake not in explained]


def _ordered(
    found: Iterable[Diagnosis], checks: Sequence[str]
) -> tuple[Diagnosis, ...]:
    """What explains most first; of equals, what shows in an earlier check."""
    order = {check: place for place, check in enumerate(checks)}
    return tuple(
        sorted(found, key=lambda d: (-len(d.checks), order[d.checks[0]], d.mistake))
    )


def _fault(each: Recogniser, error: Exception) -> str:
    return (
        f"The recogniser of {each.mistake} failed: {error!r}. "
        "This is our bug; it changes no outcome."
    )
