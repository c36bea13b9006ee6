"""Starts a container, and hands one descriptor in through a socket. Run as a script.

Container engines pass on no descriptor (docker never, podman only those next to 2), so
whatever begins inside calls at a local socket and is given it. Only one is let in.

    door.py ENVIRONMENT SOCKET DESCRIPTOR COMMAND…      ENVIRONMENT is a JSON object
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys

__all__ = ["ENTER", "main"]

# What calls from inside: it becomes its command, with the descriptor as number 3.
ENTER = (
    "import os, socket, sys; door = socket.socket(socket.AF_UNIX);"
    " door.connect(sys.argv[1]); fd = socket.recv_fds(door, 1, 1)[1][0]; door.close();"
    " os.dup2(fd, 3); os.execv(sys.argv[2], sys.argv[2:] + ['3'])"
)
LOOK = 0.2  # seconds between two looks at whether the container has ended


def main(environment: str, address: str, number: str, *command: str) -> int:
    """The exit code of the command, once it has ended."""
    fd = int(number)
    os.set_inheritable(fd, False)
    folder, name = os.path.split(address)
    near = os.open(folder, os.O_RDONLY)  # a socket's path has 108 bytes at most
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(f"/proc/self/fd/{near}/{name}")
        os.close(near)
        os.chmod(address, 0o666)  # noqa: PTH101  nobody else reaches its folder
        door.listen(1)
        door.settimeout(LOOK)
        known = {**os.environ, **json.loads(environment)}
        engine = subprocess.Popen(command, env=known, stdin=subprocess.DEVNULL)
        while engine.poll() is None and fd:
            with contextlib.suppress(TimeoutError), door.accept()[0] as caller:
                socket.send_fds(caller, [b"."], [fd])
                os.close(fd)
                fd = 0
    os.unlink(address)  # noqa: PTH108  as it was made
    return engine.wait()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
