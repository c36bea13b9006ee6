"""A filter of system calls that no Flask app makes, as bubblewrap takes it.

Built with libseccomp. What is refused follows the lists of Flatpak
(flatpak-run.c, setup_seccomp) and of Docker (moby, profiles/seccomp/default.json); a
call that both allow and that only administers a machine is refused as well, and so is
memory that the limit of a process does not count (memfd, System V).
"""

from __future__ import annotations

import errno
import os
import socket
from typing import Any

__all__ = ["missing", "program"]

# Refused with EPERM, whatever they are given; those a processor lacks are left out.
REFUSED = """
    acct add_key bpf chroot clock_adjtime clock_settime create_module delete_module
    fanotify_init finit_module fsconfig fsmount fsopen fspick get_kernel_syms
    get_mempolicy init_module io_uring_enter io_uring_register io_uring_setup ioperm
    iopl kcmp kexec_file_load kexec_load keyctl lookup_dcookie mbind memfd_create
    memfd_secret migrate_pages modify_ldt mount mount_setattr move_mount move_pages
    mq_open msgget name_to_handle_at nfsservctl open_by_handle_at open_tree
    perf_event_open personality pidfd_getfd pivot_root process_madvise process_vm_readv
    process_vm_writev ptrace query_module quotactl quotactl_fd reboot request_key
    seccomp semget set_mempolicy setdomainname sethostname setns settimeofday shmat
    shmget stime swapoff swapon sysfs syslog umount umount2 unshare uselib userfaultfd
    ustat vhangup vm86 vm86old vmsplice
    """.split()
CLONE_NEWUSER = 0x10000000
TERMINAL = {"TIOCSTI": 0x5412, "TIOCLINUX": 0x541C}  # would type for somebody else
# Local sockets, IPv4 and IPv6; nothing that talks to the kernel or to hardware.
LAST_FAMILY = max(socket.AF_INET, socket.AF_INET6)
FAMILIES = frozenset({socket.AF_UNSPEC, socket.AF_INET, socket.AF_INET6, 1})


def missing() -> str:
    """What it lacks on this machine, as the reason why; "" where it can be built."""
    try:
        import pyseccomp
    except ImportError:
        return "the package pyseccomp is not installed"
    except RuntimeError:
        return "the library libseccomp is not installed"
    return "" if pyseccomp.get_api() else "the kernel filters no system calls"


def program() -> int:
    """A descriptor to read the filter from, its place at the start.

    Only where nothing is missing.
    """
    import pyseccomp as sc

    rules = sc.SyscallFilter(sc.ALLOW)
    refuse, unknown = sc.ERRNO(errno.EPERM), sc.ERRNO(errno.ENOSYS)
    for call in REFUSED:
        _add(rules, refuse, call)
    new_user = sc.Arg(0, sc.MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER)
    _add(rules, refuse, "clone", new_user)
    _add(rules, unknown, "clone3")  # its flags cannot be seen; libc then uses clone
    for request in TERMINAL.values():
        _add(rules, refuse, "ioctl", sc.Arg(1, sc.MASKED_EQ, 0xFFFFFFFF, request))
    no_family = sc.ERRNO(errno.EAFNOSUPPORT)
    for family in set(range(LAST_FAMILY)) - FAMILIES:
        _add(rules, no_family, "socket", sc.Arg(0, sc.EQ, family))
    _add(rules, no_family, "socket", sc.Arg(0, sc.GT, LAST_FAMILY))
    fd = os.memfd_create("calls")
    with os.fdopen(os.dup(fd), "wb", buffering=0) as file:
        rules.export_bpf(file)
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


def _add(rules: Any, action: int, call: str, *conditions: Any) -> None:
    import pyseccomp

    if pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, call) >= 0:
        rules.add_rule(action, call, *conditions)
