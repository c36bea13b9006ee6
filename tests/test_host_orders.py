"""The host process and orders that come at an odd moment; no checker in between."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from select import select
from typing import Any

import pytest

from checker.host.command import app_environment, command, environment
from checker.limits import Limits
from engine import written

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no host without fork")
DEAF = """
import signal
from flask import Flask
app = Flask(__name__)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
"""


class Orders:
    """One host process, ordered by hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.control, its = socket.socketpair()
        with its:
            self.process = subprocess.Popen(
                command("fork", its.fileno()),
                pass_fds=[its.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env=environment(),
            )
        self.lines = self.control.makefile("rb")
        self.listener = socket.create_server(("127.0.0.1", 0))

    def order(self, *fds: int, **facts: object) -> None:
        line = json.dumps(facts).encode() + b"\n"
        socket.send_fds(self.control, [line], list(fds))

    def news(self) -> Any:
        return json.loads(self.lines.readline())

    def start(self, number: int) -> int:
        """Starts the app, and gives its process once it is loaded."""
        word, its = socket.socketpair()
        read, write = os.pipe()
        self.order(
            self.listener.fileno(),
            write,
            its.fileno(),
            do="start",
            id=number,
            folder=str(self.folder),
            env=dict(app_environment(self.folder, "key")),
            cache=str(self.folder),
            limits=asdict(Limits()),
        )
        pid = self.news()["pid"]
        word.recv(100)
        for end in (word, its):
            end.close()
        os.close(read)
        os.close(write)
        return int(pid)

    def close(self) -> None:
        self.control.shutdown(socket.SHUT_WR)
        self.process.wait(10)
        self.lines.close()
        self.control.close()
        self.listener.close()


@pytest.fixture
def orders(tmp_path: Path) -> Iterator[Orders]:
    found = Orders(written(tmp_path / "app", DEAF))
    assert found.news() == {"ready": 1}
    yield found
    if found.process.returncode is None:
        found.close()


def test_an_order_for_nobody_is_let_be(orders: Orders) -> None:
    orders.order(do="stop", id=99)
    pid = orders.start(1)
    orders.order(do="pause", id=1)

    assert orders.news() == {"did": 1, "pid": pid}


def test_to_halt_who_has_just_ended_is_to_learn_of_the_end(orders: Orders) -> None:
    pid = orders.start(1)
    os.kill(orders.process.pid, signal.SIGSTOP)  # so that both come at once
    orders.order(do="pause", id=1)
    os.kill(pid, signal.SIGKILL)
    os.kill(orders.process.pid, signal.SIGCONT)

    assert orders.news() == {"ended": 1, "status": -signal.SIGKILL, "left": 0}


def test_at_the_end_nobody_is_left_however_deaf(orders: Orders) -> None:
    pid = orders.start(1)

    orders.close()

    assert orders.process.returncode == 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_who_does_not_end_when_asked_is_ended(orders: Orders) -> None:
    orders.start(1)
    orders.order(do="stop", id=1)

    assert orders.news() == {"ended": 1, "status": -signal.SIGKILL, "left": 0}


def test_a_checker_that_ends_with_news_unread_leaves_nobody(orders: Orders) -> None:
    pid = orders.start(1)
    orders.order(do="pause", id=1)
    assert select([orders.control], [], [], 10)[0]  # the news of it

    orders.lines.close()
    orders.control.close()

    assert orders.process.wait(10) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    orders.listener.close()
