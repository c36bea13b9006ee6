"""An id, whatever it holds, gets a file name of its own that every system takes."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checker.grading.file_names import file_name

# As Microsoft's “Naming Files, Paths, and Namespaces” lists them.
DEVICES = {
    *("CON", "PRN", "AUX", "NUL"),
    *(f"{kind}{number}" for kind in ("COM", "LPT") for number in range(10)),
}
IDS = st.text(st.characters(exclude_categories=()), max_size=120)  # surrogates as well


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("ana", "ana"),
        ("ana.lopez+2@example.org", "ana.lopez+2@example.org"),
        ("12345", "12345"),
        ("", "="),
        ("..", "=2e=2e"),
        (".hidden", "=2ehidden"),
        ("a.", "a=2e"),
        (".", "=2e"),
        ("-rf", "=2drf"),
        ("a/../b", "a=2f..=2fb"),
        ("a=2fb", "a=3d2fb"),
        ("~ana", "=7eana"),
        ("con", "=63on"),
        ("nul.tar.gz", "=6eul.tar.gz"),
        ("lpt1", "=6cpt1"),
        ("console", "console"),
        ("Ana López", "Ana=20L=c3=b3pez~38fecf9526b0"),
        ("CON.txt", "=43ON.txt~09c8cc7edcae"),
        ("😀", "=f0=9f=98=80"),
        ("\udcff", "=ed=b3=bf"),
    ],
)
def test_a_name_reads_like_its_id_where_it_can(id: str, name: str) -> None:
    assert file_name(id) == name


@given(IDS)
@example("CON")
@example("A" * 300)
@example("\N{SUPERSCRIPT ONE}com" * 50)
def test_every_system_takes_the_name(id: str) -> None:
    name = file_name(id)

    assert re.fullmatch(r"[A-Za-z0-9=_@+][A-Za-z0-9=~_@+.-]{0,79}(?<!\.)", name)
    assert quote(name, safe="=@+") == name
    assert name.partition(".")[0].upper() not in DEVICES


@given(IDS, IDS)
@example("Ana", "ana")
@example("a" * 90, "a" * 91)
@example("Ana", file_name("Ana").lower())
@example("\N{LATIN SMALL LETTER E WITH ACUTE}", "e\N{COMBINING ACUTE ACCENT}")
def test_two_ids_have_two_names_even_where_case_is_not_told(one: str, two: str) -> None:
    assert (file_name(one).lower() == file_name(two).lower()) == (one == two)
