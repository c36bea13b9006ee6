"""A hundred tests that pass."""

import pytest


@pytest.mark.parametrize("number", range(100))
def test_it(number: int) -> None:
    pass
