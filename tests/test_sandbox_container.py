"""Walls of podman and docker: the command they are given, and what they say of it.

The engines are fakes here, but for their command line; test_sandbox_engines.py has real
ones.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import engine
from checker.errors import WrongUse
from checker.limits import MIB, Limits
from checker.protections import sentence
from checker.sandbox import container, visible
from checker.sandbox.choice import chosen, protections
from checker.sandbox.container import Container, missing
from checker.sandbox.door import ENTER
from checker.sandbox.door import main as door

leaks = engine.leaks

LIMITS = Limits(memory=512 * MIB, processes=20, open_files=99, disk=5 * MIB)
FAKE = """#!/bin/sh
echo "$0 $*" >> "{log}"
case "$1 $2" in
{answers}
"container inspect") exit 1;;
esac
"""

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="containers share Linux's kernel"
)


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    missing.cache_clear()
    yield
    missing.cache_clear()


def fake(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str = "docker", **answers: str
) -> Path:
    """An engine that answers so and logs what it is asked; it comes first on PATH."""
    log, program = folder / "log", folder / "bin" / name
    program.parent.mkdir(parents=True)
    lines = "\n".join(f'"{w.replace("_", " ")}"*) {a};;' for w, a in answers.items())
    program.write_text(FAKE.format(log=log, answers=lines))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    return log


def walls(name: str, folder: Path) -> list[str]:
    """The engine's own command around `python app 7`, what differs each time left out.

    And without what is shown of this machine's system.
    """
    folder.mkdir(exist_ok=True)
    made = Container(name, folder, LIMITS)
    python, _, script, _, address, number, *command = made.wrapped(
        ["python", "app", "7"]
    )
    text = " ".join(command).replace(ENTER, "ENTER").replace(made.name, "NAME")
    text = text.replace(str(made.place), "PLACE").replace(str(made.user), "USER")
    made.name = ""  # there is none to end
    made.close()
    assert (python, script) == (sys.executable, str(container.DOOR))
    assert (address, number) == (f"{made.place}/door/socket", "7")
    system = {f"--volume {path}:{path}:ro " for path in visible.places()}
    for shown in system:
        text = text.replace(shown, "")
    return text.split(" --")


def test_podman_is_given_an_empty_system_and_every_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "environment", lambda: {"LANG": "en"})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "getuid", lambda: 54_321)
    app, host = tmp_path / "app", visible.apphost()
    private = tempfile.gettempdir()

    assert walls("podman", app) == [
        "podman run",
        "rm",
        "pull never",
        "network none",
        "ipc private",
        "read-only",
        "cap-drop all",
        "security-opt no-new-privileges",
        "log-driver none",
        "hostname sandbox",
        "workdir /",
        "name NAME",
        "memory 536870912",
        "memory-swap 536870912",
        "pids-limit 36",
        "ulimit nofile=99:99",
        "ulimit core=0:0",
        "shm-size 16m",
        "ulimit nproc=36:36",
        "read-only-tmpfs=false",
        "no-hosts",
        "user USER:USER",
        "userns keep-id",
        "env LANG=en",
        f'env SUBMISSION_COPIED=["/submission", "{app}"]',
        f"volume {host}:{host}:ro",
        f"volume {app}:/submission:ro",
        "volume PLACE/door:/door:ro",
        f"tmpfs {private}:rw,mode=1777,size=5242880",
        f"tmpfs {app}:rw,mode=1777,size=5242880",
        "rootfs PLACE/root python -I -S -c ENTER /door/socket python app",
    ]


def test_what_is_too_large_to_be_copied_is_shown_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = tmp_path / "app"
    app.mkdir()
    (app / "large.txt").write_bytes(bytes(LIMITS.disk))

    found = walls("podman", app)

    assert f"volume {app}:{app}:ro" in found
    assert not [word for word in found if "SUBMISSION_COPIED" in word]


def test_docker_is_given_its_empty_image_and_the_same(tmp_path: Path) -> None:
    found = walls("docker", tmp_path / "app")

    assert found[-1].endswith(
        "flash-course-empty python -I -S -c ENTER /door/socket python app"
    )
    assert not {"rootfs", "userns", "nproc"} & set(" ".join(found).split())


def test_where_the_course_is_installed_beside_python_it_is_covered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "places", lambda: (visible.CHECKER.parent,))

    assert f"tmpfs {visible.CHECKER}:ro,size=4k" in walls("podman", tmp_path / "app")


def test_whatever_podman_shows_has_its_place_made_by_us(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    made = Container("podman", tmp_path / "app", LIMITS)
    made.wrapped(["python", "7"])
    shown = [*visible.places(), visible.apphost(), Path("/door")]
    lacking = [p for p in shown if not Path(f"{made.place}/root{p}").exists()]
    made.name = ""
    made.close()

    assert lacking == []
    assert not made.place.exists()


def test_a_path_with_a_colon_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a:b").mkdir()
    made = Container("docker", tmp_path / "a:b", LIMITS)

    with pytest.raises(WrongUse) as refusal:
        made.wrapped(["python", "7"])
    made.name = ""
    made.close()
    assert str(refusal.value) == (
        f"{tmp_path}/a:b holds a colon, which docker cannot show."
    )


def test_an_engine_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    assert missing("podman") == "it is not installed"


def test_a_docker_without_its_daemon_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = "echo 'Cannot connect to the Docker daemon.' >&2; exit 1"
    fake(tmp_path, monkeypatch, image_=says, import_=says)

    assert missing("docker") == (
        "it does not answer (Cannot connect to the Docker daemon)"
    )


def test_a_docker_that_does_not_answer_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "PATIENCE", 0.2)
    fake(tmp_path, monkeypatch, image_="exec sleep 9", import_="exec sleep 9")

    assert missing("docker") == "it does not answer (no answer within 0.2 seconds)"


def test_docker_gets_its_image_from_this_machine_and_its_container_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = tmp_path / "image.tar"
    log = fake(
        tmp_path, monkeypatch, image_="exit 1", import_=f"cat > {image}", run_="exit 0"
    )

    assert missing("docker") == ""
    asked = [line.partition(" ")[2] for line in log.read_text().splitlines()]
    assert asked[:2] == [
        "image inspect flash-course-empty",
        "import - flash-course-empty",
    ]
    assert asked[2].startswith("run --rm --pull never --network none")
    assert asked[3].startswith("rm --force --volumes flash-course-")
    with tarfile.open(image) as content:
        assert {f"/{link.name}" for link in content} == {
            path for _, path in visible.links()
        }


def test_a_container_that_cannot_be_started_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path, monkeypatch, image_="exit 0", run_="exit 125")

    assert missing("docker") == "it starts no container (exit code 125)"


def test_a_container_is_removed_before_the_next_and_so_is_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, app = tmp_path / "copy" / "app", tmp_path / "app"
    copy.mkdir(parents=True)
    app.mkdir()
    monkeypatch.setattr(container, "readable", lambda *_: copy)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    log = fake(tmp_path, monkeypatch, "podman")
    made = Container("podman", app, LIMITS)
    names = [made.wrapped(["python", "7"]) and made.name for _ in "12"]
    made.close()

    removed = [line.split()[-1] for line in log.read_text().splitlines()]
    assert removed == names
    assert not copy.exists()
    assert not made.place.exists()


def test_whether_podman_counts_all_processes_is_asked_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert container.uncounted("docker") == ""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert container.uncounted("podman") == ""

    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    fake(tmp_path, monkeypatch, "podman", info_="echo '[cpu pids]'")
    assert container.uncounted("podman") == "podman may not, for this user"
    fake(tmp_path / "able", monkeypatch, "podman", info_="echo '[memory pids]'")
    assert container.uncounted("podman") == ""


def test_a_container_that_docker_does_not_remove_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "GONE", 0.1)
    log = fake(tmp_path, monkeypatch, container_="exit 0")
    (tmp_path / "app").mkdir()
    made = Container("docker", tmp_path / "app", LIMITS)
    made.wrapped(["python", "7"])
    made.close()

    asked = [line.split()[1] for line in log.read_text().splitlines()]
    assert asked[:2] == ["rm", "container"]
    assert not made.place.exists()


def test_an_engine_that_answers_is_a_sandbox_like_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path, monkeypatch, "podman", info_="echo '[memory]'")
    found = chosen("podman", foreign=True)
    made = found.around(tmp_path / "bin", LIMITS)
    made.close()

    said = sentence(protections(found, LIMITS))
    assert (found.name, made.reaches) == ("podman", False)
    assert said.startswith("Protections: podman; no network; only the app, Python and")
    assert "; memory of 512 MiB in all; 20 processes and threads; 5 MiB written" in said


def test_the_door_hands_the_descriptor_to_who_calls_first(tmp_path: Path) -> None:
    address = str(tmp_path / "socket")
    says = "import os, sys; os.write(int(sys.argv[1]), os.environ['TOLD'].encode())"
    inside = [sys.executable, "-c", ENTER, address, sys.executable, "-c", says]
    mine, its = socket.socketpair()
    with mine:
        code = door(json.dumps({"TOLD": "hello"}), address, str(its.detach()), *inside)

        assert code == 0
        assert mine.recv(99) == b"hello"
    assert not Path(address).exists()


def test_the_door_closes_when_nobody_calls(tmp_path: Path) -> None:
    fd = os.open(os.devnull, os.O_RDONLY)

    assert door("{}", str(tmp_path / "socket"), str(fd), "false") == 1
    os.close(fd)
