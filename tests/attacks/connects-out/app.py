"""Looks for canaries in the network, and hands out what it finds.

A canary is a word that the test has planted where no app may look; places.json
tells the spy where, which no real one would know.
"""

import contextlib
import json
import re
import socket
from pathlib import Path

from flask import Response
from shelf import app

CANARY = re.compile(rb"canary-[a-z]+-[0-9a-f]{16}|nothing of how an app keeps i[t]")
PLACES = json.loads(Path(__file__).with_name("places.json").read_text())


ADDRESSES = [("169.254.169.254", 80), ("1.1.1.1", 53), ("10.0.0.1", 80), ("::1", 22)]


def looked():
    for place in [*PLACES, "/run/docker.sock", "/var/run/dbus/system_bus_socket"]:
        host, _, port = place.rpartition(":")
        if port.isdigit():
            yield heard(socket.AF_INET, (host, int(port)))
        else:
            yield heard(socket.AF_UNIX, place)
            yield heard(socket.AF_UNIX, "\0" + place)
    for host, port in ADDRESSES:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        yield heard(family, (host, port))


def heard(family: int, address: object) -> bytes:
    with contextlib.suppress(OSError), socket.socket(family) as peer:
        peer.settimeout(0.1)
        peer.connect(address)
        peer.sendall(b"spy")
        return peer.recv(4096)
    return b""


found = sorted({word.decode() for text in looked() for word in CANARY.findall(text)})
print("found:", *found)


@app.after_request
def handed_out(answer: Response) -> Response:
    answer.headers["X-Found"] = " ".join(found)[:4000]
    return answer
