"""Words for checks cannot be guessed, are replayed by their seed, and mean nothing."""

from pathlib import Path

from checker.words import WORDS, generator, triple

LESSONS = Path(__file__).parent.parent / "lessons"


def test_a_triple_is_three_different_words_of_letters() -> None:
    source = generator(1, "greets")
    for _ in range(200):
        words = triple(source).split("-")
        assert len(set(words)) == 3
        assert all(word.isascii() and word.isalpha() for word in words)


def test_a_seed_replays_its_words_for_each_check_and_in_every_version() -> None:
    drawn = {
        (seed, name): triple(generator(seed, name))
        for seed in (1, 2)
        for name in ("greets", "says_goodbye")
    }

    assert drawn == {
        (1, "greets"): "radish-onyx-oyster",
        (1, "says_goodbye"): "island-oyster-globe",
        (2, "greets"): "linen-river-mango",
        (2, "says_goodbye"): "zephyr-breeze-planet",
    }


def test_there_are_millions_of_triples() -> None:
    count = len(WORDS)

    assert len(set(WORDS)) == count
    assert count * (count - 1) * (count - 2) > 7_000_000


def test_no_word_is_one_that_a_correct_app_may_show_anyway() -> None:
    shown = "success error warning info message flash alert status none dev secret"

    assert not set(WORDS) & set(shown.split())


def test_no_triple_can_be_built_from_what_stands_in_an_app() -> None:
    files = [f for f in LESSONS.glob("*/app/**/*") if f.suffix in (".py", ".html")]
    texts = "\n".join(file.read_text("utf-8") for file in files).lower()

    assert files
    assert [w for w in WORDS if f"{w}-" in texts or f"-{w}" in texts] == []
