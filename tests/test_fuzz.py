"""Whatever bytes come from outside, a value or one of our own sentences comes out."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fuzz
from fuzz import HARNESSES

FEW, MANY = 40, 1000  # examples of a harness: in a plain run, and in the gate
CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large]


def tried(name: str, examples: int) -> None:
    """Draws pieces that the parser knows among bytes that it does not."""
    harness = importlib.import_module(f"fuzz.{name}")
    pieces = st.sampled_from(harness.WORDS) | st.binary(max_size=6)
    drawn = st.lists(pieces, max_size=30).map(b"".join) | st.lists(
        pieces, max_size=30
    ).map(b" ".join)

    @settings(
        max_examples=examples,
        deadline=None,  # machines may be busy
        suppress_health_check=CHECKS,
    )
    @given(drawn)
    def whatever_comes(data: bytes) -> None:
        harness.one(data)

    whatever_comes()


def test_every_harness_is_run() -> None:
    found = sorted(module.name for module in pkgutil.iter_modules(fuzz.__path__))

    assert found == sorted(["__main__", *HARNESSES])


@pytest.mark.parametrize("name", HARNESSES)
def test_any_bytes_are_read_or_refused(name: str) -> None:
    tried(name, FEW)


@pytest.mark.gate
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", HARNESSES)
def test_many_more_bytes_are_read_or_refused(name: str) -> None:
    tried(name, MANY)
