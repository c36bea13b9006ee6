"""A real Redis server for one check, gone afterwards; never a fake."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import pytest

import engine
from apps import FRIENDLY
from checker import redis as server
from checker.app import App
from checker.endings import Unavailable
from checker.host import Host
from checker.report import Outcome
from engine import passes, tried, written

leaks, marked, forking = engine.leaks, engine.marked, engine.forking

needs_redis = pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="redis-server is not here"
)


def said(url: str, words: bytes) -> bytes:
    host, _, port = url.removeprefix("redis://").partition("/")[0].partition(":")
    with socket.create_connection((host, int(port)), 2) as connection:
        connection.sendall(words + b"\r\n")
        return connection.recv(100)


@needs_redis
def test_a_check_gets_a_server_of_its_own(forking: Host, tmp_path: Path) -> None:
    urls: list[str] = []

    def body(app: App) -> None:
        urls.extend((app.redis(), app.redis()))

        assert said(urls[0], b"SET shelf full") == b"+OK\r\n"
        assert said(urls[1], b"GET shelf") == b"$-1\r\n"
        assert not list(app.store.glob("*.rdb"))

    passes(forking, written(tmp_path / "app", FRIENDLY), body)

    for url in urls:
        with pytest.raises(OSError):
            said(url, b"PING")


def test_without_a_server_a_check_waits(
    forking: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def body(app: App) -> None:
        app.redis()

    monkeypatch.setenv("PATH", str(tmp_path))
    result = tried(forking, written(tmp_path / "app", FRIENDLY), body)

    assert result.outcome is Outcome.WAITING
    assert result.reason == "This needs redis-server, which is not on this machine."


@pytest.mark.parametrize("does", ["exit 1", "exec sleep 60"])
def test_a_server_that_does_not_answer_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    program = tmp_path / "redis-server"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(server, "READY", 0.3)

    with pytest.raises(Unavailable) as caught:
        server.serving(tmp_path)

    assert str(caught.value).startswith("redis-server did not answer on port ")
