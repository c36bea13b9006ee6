"""A report as its learner may see it: without checks that are hidden. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Set

from ..report import Diagnosis, Outcome, Report, Result
from .marks import Mark
from .scheme import Scheme

__all__ = ["hidden", "shown"]

ANOTHER = "It waits for another promise."


def hidden(mark: Mark, scheme: Scheme) -> frozenset[str]:
    """The checks of the mark's lesson that no learner is shown."""
    marked = {line.check for line in mark.lines if line.hidden}
    return scheme.hidden.get(mark.lesson, frozenset()) | marked


def shown(report: Report, hidden: Set[str]) -> Report:
    """The report without those checks, and without what speaks of them alone."""
    if not hidden:
        return report
    secret = [r for r in report.results if r.check in hidden]
    words = {*hidden, *(r.promise for r in secret)}
    kept = [r for r in report.results if r.check not in hidden]
    diagnoses = (_of_others(each, hidden) for each in report.diagnoses)
    return dataclasses.replace(
        report,
        seed=0,
        results=tuple(_waiting(result, words) for result in kept),
        diagnoses=tuple(each for each in diagnoses if each.checks),
        notes=tuple(note for note in report.notes if not _names(note, words)),
        unseen=0,
    )


def _waiting(result: Result, words: Set[str]) -> Result:
    """The result; what it waits for is not named where that is hidden."""
    if result.outcome is Outcome.WAITING and _names(result.reason, words):
        return dataclasses.replace(result, reason=ANOTHER)
    return result


def _of_others(diagnosis: Diagnosis, hidden: Set[str]) -> Diagnosis:
    left = tuple(check for check in diagnosis.checks if check not in hidden)
    moved = left[:1] != diagnosis.checks[:1]  # the step was one of a hidden transcript
    step = 0 if moved else diagnosis.step
    return dataclasses.replace(diagnosis, checks=left, step=step)


def _names(text: str, words: Set[str]) -> bool:
    return any(word in text for word in words)
