"""The text files of an app are read, and nothing that is too large or elsewhere."""

import os
import sys
from pathlib import Path

import pytest

from checker import source
from checker.endings import OverLimit

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no fifos there")


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


def test_python_is_read_whole(tmp_path: Path) -> None:
    for name in ("b.py", "a/.hidden.py", ".venv/lib.py", "page.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")

    assert list(source.python(tmp_path)) == [
        (Path("a/.hidden.py"), "a/.hidden.py"),
        (Path("b.py"), "b.py"),
    ]


@pytest.mark.parametrize("name", ["large.py", "link.py"])
def test_python_that_cannot_be_read_whole_is_over_limit(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "ALL", 10)
    (tmp_path / "keys.txt").write_text("x", "utf-8")
    if name == "link.py":
        (tmp_path / name).symlink_to("keys.txt")
    else:
        (tmp_path / name).write_text("x" * 11, "utf-8")

    with pytest.raises(OverLimit) as caught:
        list(source.python(tmp_path))

    assert str(caught.value) == (
        f"{name} is no plain file, or more than can be read of an app."
    )


def test_more_files_than_are_looked_at_are_over_limit_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "ENTRIES", 3)
    for number in range(4):
        folder = tmp_path / str(number % 2)
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.py").touch()

    with pytest.raises(OverLimit):
        list(source.python(tmp_path))
    assert len(source.texts(tmp_path)) == 3
    assert list(source.oddities(tmp_path)) == [
        "The folder holds more than 3 files, and not all were looked at."
    ]


@POSIX
def test_what_is_no_plain_file_is_named_and_neither_read_nor_waited_for(
    tmp_path: Path,
) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    for number in range(3):
        (tmp_path / f"link{number}.py").symlink_to(tmp_path / "nowhere")

    assert source.texts(tmp_path) == {}
    assert list(source.oddities(tmp_path)) == [
        "The folder holds what is no plain file, and it was not read: link0.py,"
        " link1.py, link2.py and 1 more."
    ]


def test_folders_too_deep_and_folders_that_are_gone_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "DEEPEST", 1)
    (tmp_path / "one" / "two").mkdir(parents=True)
    (tmp_path / "one" / "two" / "app.py").touch()
    (tmp_path / "one" / "app.py").touch()

    assert list(source.texts(tmp_path)) == ["one/app.py"]
    assert source.texts(tmp_path / "gone") == {}
