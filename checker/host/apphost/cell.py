"""Makes a process the first of a cell: namespaces of its own around one submission.

Within walls that show Python and libraries alone (sandbox/bubblewrap.py, Outer) it adds
what has to be new for each submission, and gives up every right to change it. Runs no
app; what it does is done by the time that one can be.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .copy import copied

__all__ = ["Cell", "apart", "sealed"]

LIBC = ctypes.CDLL(None, use_errno=True)
# linux/sched.h; time is the only one that is not made new.
SPACES = {
    "user": 0x10000000,
    "pid": 0x20000000,
    "net": 0x40000000,
    "ipc": 0x08000000,
    "uts": 0x04000000,
    "cgroup": 0x02000000,
    "mount": 0x00020000,
}
# linux/mount.h
NOSUID, NODEV, NOEXEC, PRIVATE, DEEP = 2, 4, 8, 1 << 18, 16384
KEPT_OUT = NOSUID | NODEV
# linux/prctl.h, linux/capability.h and linux/seccomp.h
NO_NEW_PRIVILEGES, DROP_FOR_GOOD, AMBIENT, CLEAR_AMBIENT, SECCOMP = 38, 24, 47, 4, 22
FILTER = 2
CAPABILITIES = 0x20080522  # _LINUX_CAPABILITY_VERSION_3, two sets of three words
RULE = 8  # bytes of a struct sock_filter
# linux/sockios.h and linux/if.h
GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 1
LAST = Path("/proc/sys/kernel/cap_last_cap")  # the last capability there is
NAMESPACES = Path("/proc/sys/user/max_user_namespaces")


@dataclass(frozen=True)
class Cell:
    """What a cell is made of: the `folder` that gets a copy of the descriptor `source`.

    `private` is where apps write beside it, each place `disk` bytes at most;
    `memory` are those of /dev/shm. `calls` is the filter of system calls, or b"".
    """

    folder: str
    private: str
    disk: int
    memory: int
    source: int
    calls: bytes


def apart() -> None:
    """Leaves for new namespaces; the process forked next is the first one there.

    Its user is the same number within, and only within has it any rights.
    """
    user, group = os.getuid(), os.getgid()
    _checked("unshare", SPACES["user"])
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    rest = SPACES.keys() - {"user", "cgroup"}
    _checked("unshare", sum(SPACES[name] for name in rest))
    with contextlib.suppress(OSError):  # kernels before 4.6
        _checked("unshare", SPACES["cgroup"])


def sealed(cell: Cell) -> None:
    """Builds the walls from within, and gives up the rights that it took."""
    os.setsid()
    _mount_all(cell)
    _copy(cell)
    _loopback_up()
    NAMESPACES.write_text("0")  # those of this one, which makes none any more
    _give_up_rights()
    if cell.calls:
        _filter(cell.calls)


def _mount_all(cell: Cell) -> None:
    _mount("none", "/", "", PRIVATE | DEEP)
    _mount("proc", "/proc", "proc", KEPT_OUT | NOEXEC)
    own = "newinstance,ptmxmode=0666,mode=620"
    _mount("devpts", "/dev/pts", "devpts", NOSUID | NOEXEC, own)
    shared = f"mode=0755,size={cell.memory}"
    _mount("tmpfs", "/dev/shm", "tmpfs", KEPT_OUT, shared)
    writable = f"mode=0755,size={cell.disk}"
    _mount("tmpfs", cell.private, "tmpfs", KEPT_OUT, writable)
    Path(cell.folder).mkdir(parents=True, exist_ok=True)
    _mount("tmpfs", cell.folder, "tmpfs", KEPT_OUT, writable)


def _copy(cell: Cell) -> None:
    """Fills the folder; the source leads out of the walls, and is closed for good."""
    copied(Path(f"/proc/self/fd/{cell.source}"), Path(cell.folder))
    os.close(cell.source)


def _loopback_up() -> None:
    """Switches on the one network device there is, as every system has it."""
    with socket.socket() as any_socket:
        asked = struct.pack("16sH14x", b"lo", 0)
        told = fcntl.ioctl(any_socket, GET_FLAGS, asked)
        [flags] = struct.unpack("16xH14x", told)
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sH14x", b"lo", flags | UP))


def _give_up_rights() -> None:
    _checked("prctl", NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    with contextlib.suppress(OSError):  # kernels before 4.3
        _checked("prctl", AMBIENT, CLEAR_AMBIENT, 0, 0, 0)
    for number in range(int(LAST.read_text()) + 1):
        _checked("prctl", DROP_FOR_GOOD, number, 0, 0, 0)
    head = struct.pack("Ii", CAPABILITIES, 0)
    _checked("capset", head, bytes(24))


def _filter(calls: bytes) -> None:
    """From now on the kernel refuses what the program refuses (a struct sock_fprog)."""
    rules = ctypes.create_string_buffer(calls, len(calls))
    whole = struct.pack("HP", len(calls) // RULE, ctypes.addressof(rules))
    _checked("prctl", SECCOMP, FILTER, whole, 0, 0)


def _mount(what: str, where: str, kind: str, flags: int, more: str = "") -> None:
    words = (what.encode(), where.encode(), kind.encode() or None)
    _checked("mount", *words, flags, more.encode() or None)


def _checked(name: str, *arguments: Any) -> None:
    """Calls the system; raises OSError that says for what, where it refuses."""
    long = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]
    if getattr(LIBC, name)(*long) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name} {arguments[:2]}: {os.strerror(number)}")
