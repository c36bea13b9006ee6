"""The text files of an app are read, and nothing that is too large or elsewhere."""

from pathlib import Path

import pytest

from checker import source


def test_texts_are_read_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/base.html").write_text("<p>", "utf-8")
    (tmp_path / "app.py").write_bytes(b"x = '\xff'")

    assert source.texts(tmp_path) == {
        "app.py": "x = '\ufffd'",
        "templates/base.html": "<p>",
    }


def test_what_is_no_text_of_the_app_is_left_out(tmp_path: Path) -> None:
    for name in (".venv/lib.py", "node_modules/a.html", ".env", "cover.png", "a.py/b"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / "link.py").symlink_to(tmp_path / ".env")

    assert source.texts(tmp_path) == {}


def test_no_more_is_read_than_an_app_of_a_lesson_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "LARGEST", 3)
    monkeypatch.setattr(source, "ALL", 5)
    monkeypatch.setattr(source, "FILES", 3)
    for name, text in {
        "a": "xxxx",
        "b": "xxx",
        "c": "xxx",
        "d": "",
        "e": "",
        "f": "",
    }.items():
        (tmp_path / f"{name}.py").write_text(text, "utf-8")

    assert list(source.texts(tmp_path)) == ["b.py", "d.py", "e.py"]
