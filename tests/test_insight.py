"""What a class's marks say: spreads, checks, beliefs, and which checks tell apart."""

from __future__ import annotations

import statistics
import tracemalloc
from dataclasses import replace

from checker.grading.insight import Held, insight
from checker.grading.items import Adding, Item
from checker.grading.marks import Line, Mark, Row, State
from checker.grading.spread import Bin, Counting, Spread
from made_class import NAMES, Again, MadeClass
from small_class import ANA, FIRST, GRADED, REPORT, SMALL, SmallClass, alone

MADE = MadeClass(120)


def spread(*percents: float) -> Spread:
    counting = Counting()
    for percent in percents:
        counting.add(percent)
    return counting.result()


def item(*learners: tuple[bool, float]) -> Item:
    adding = Adding()
    for kept, rest in learners:
        adding.add(kept, rest)
    return adding.result()


def test_a_spread_has_mean_median_quartiles_and_tens() -> None:
    found = spread(0, 9.99, 49.999, 50, 69.3, 100, 100)

    assert (found.n, found.median, found.quartiles) == (7, 50, (9, 100))
    assert round(found.mean, 2) == 54.18
    assert [(b.label, b.count) for b in found.bins() if b.count] == [
        ("0–9", 2),
        ("40–49", 1),
        ("50–59", 1),
        ("60–69", 1),
        ("90–100", 2),
    ]


def test_a_sum_of_decimal_points_counts_at_the_percent_that_it_means() -> None:
    assert dict(spread(0.1 * 3 * 100, 100 * (0.1 + 0.7)).counts) == {30: 1, 80: 1}


def test_bonus_points_have_a_place_of_their_own() -> None:
    assert spread(100, 104.5, 130).bins()[-2:] == (Bin(90, 100, 1), Bin(110, 120, 2))
    assert spread(130).bins()[-1].label == "over 100"


def test_nobody_has_a_spread_of_nothing() -> None:
    found = spread()

    assert (found.n, found.mean, found.median, found.quartiles) == (0, 0, 0, (0, 0))


def test_a_small_class_is_counted_whole() -> None:
    found = insight(SMALL)
    first, third = found.lessons

    assert (found.learners, found.passed, found.absent) == (3, 1, 0)
    assert [dict(one.states) for one in found.lessons] == [
        {State.GRADED: 1, State.MISSING: 1, State.BROKEN: 1},
        {State.NOT_GRADED: 2, State.PENDING: 1},
    ]
    assert (dict(first.days), dict(first.times)) == ({2: 1}, {1: 1})
    assert (first.hinted, first.retried, third.overridden) == (0, 0, 1)
    assert [dict(check.outcomes) for check in first.checks] == [
        {line.outcome: 1} for line in GRADED.lines
    ]
    assert found.mistakes == (
        Held(FIRST, "kept-in-page", "A page shows it for good", 1, 1),
    )
    assert (found.state(State.NOT_GRADED), third.checks, third.graded) == (2, (), 0)


def test_a_mark_without_a_hand_in_is_counted_without_its_times() -> None:
    found = insight(alone(replace(GRADED, submission=None))).lessons[0]

    assert (found.graded, dict(found.days), dict(found.times)) == (1, {2: 1}, {})


def test_a_mistake_without_a_report_goes_by_its_name() -> None:
    unknown = replace(alone(GRADED), reports={})
    other = replace(alone(GRADED), reports={FIRST: replace(REPORT, diagnoses=())})

    beliefs = [insight(each).mistakes[0].belief for each in (unknown, other)]
    assert beliefs == ["kept-in-page", "kept-in-page"]


def test_mistakes_are_ranked_by_how_many_hold_them() -> None:
    counts = [held.learners for held in insight(MADE).mistakes]

    assert len(counts) > 20
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == sum(
        len({m for line in mark.lines for m in line.mistakes})
        for row in MADE.rows()
        for mark in row.marks
        if mark.state is State.GRADED
    )


def test_each_share_is_what_counting_by_hand_gives() -> None:
    lines = [line for mark in graded(NAMES[1]) for line in mark.lines]
    for check in insight(MADE).lessons[1].checks:
        own = [line.outcome for line in lines if line.check == check.check]

        assert (check.n, check.kept) == (len(own), own.count("passed"))
        assert check.share == check.kept / check.n


def test_discrimination_is_the_correlation_with_the_rest_of_the_lesson() -> None:
    ran = [m for m in graded(NAMES[2]) if any(map(tried, m.lines))]
    checks = insight(MADE).lessons[2].checks
    compared = 0
    for check in checks:
        own = [next(x for x in m.lines if x.check == check.check) for m in ran]
        kept = [float(line.outcome == "passed") for line in own]
        rest = [m.earned - x.points for m, x in zip(ran, own, strict=True)]

        assert (check.item.n, check.item.kept) == (len(ran), sum(kept))
        if check.item.discrimination is not None:
            compared += 1
            expected = statistics.correlation(kept, rest)
            assert abs(check.item.discrimination - expected) < 1e-9
    assert compared > 20


def graded(lesson: str) -> list[Mark]:
    marks = [mark for row in MADE.rows() for mark in row.marks]
    return [m for m in marks if m.lesson == lesson and m.state is State.GRADED]


def tried(line: Line) -> bool:
    return line.outcome not in ("not startable", "waiting", "broken")


def test_what_is_our_fault_or_never_ran_says_nothing_of_a_check() -> None:
    broken = Line("b", "B.", "broken", 0, 1)
    kept = Line("k", "K.", "passed", 1, 1)
    never = tuple(Line(n, n, "not startable", 0, 1) for n in "bk")
    one = replace(GRADED, lines=(broken, kept))
    rows = [
        Row(ANA, (mark,), 0, passed=False) for mark in (one, replace(one, lines=never))
    ]
    found = insight(SmallClass(tuple(rows), SMALL.columns[:1])).checks

    assert [(c.n, c.share) for c in found] == [(1, 0.0), (2, 0.5)]
    assert [(c.item.n, c.item.kept) for c in found] == [(0, 0), (1, 1)]
    assert found[0].item.remark == "nobody's app was run"
    alone_broken = insight(alone(replace(one, lines=(broken,)))).checks[0]
    assert (alone_broken.share, alone_broken.item.difficulty) == (None, None)


def test_few_learners_get_a_reason_in_place_of_a_figure() -> None:
    few = item(*[(n % 3 > 0, n % 3) for n in range(29)])
    enough = item(*[(n % 3 > 0, n % 3) for n in range(30)])

    assert (few.discrimination, few.remark) == (
        None,
        "not shown: 29 of the 30 learners it takes",
    )
    assert enough.discrimination is not None
    assert (round(enough.discrimination, 2), enough.remark) == (0.87, "")


def test_what_cannot_be_told_is_said() -> None:
    found = [
        item(*[(True, n) for n in range(40)]),
        item(*[(False, n) for n in range(40)]),
        item(*[(n % 2 == 0, 0.1) for n in range(40)]),
        item(*[(n < 20, n) for n in range(40)]),
        item(*[(n % 2 == 0, n // 2) for n in range(40)]),
    ]

    assert [each.remark for each in found] == [
        "everybody keeps it",
        "nobody keeps it",
        "all have the same points elsewhere",
        "those who do well elsewhere keep it less often: look at the check",
        "tells learners hardly apart",
    ]
    assert [each.discrimination is None for each in found] == [True] * 3 + [False] * 2


def test_memory_does_not_grow_with_learners() -> None:
    peaks = []
    for times in (10, 3000):
        tracemalloc.start()
        found = insight(Again(SMALL.given, times=times))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert found.learners == 3 * times

    assert peaks[1] - peaks[0] < 20_000
