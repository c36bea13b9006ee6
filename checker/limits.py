"""How much one app may use while it is checked. The only place that holds the numbers.

Chosen beside what other graders allow: 10 to 60 s a check, 200 MB to 3 GB, output of
30 kB to 1 MB.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["Limits"]

MIB = 1024 * 1024
SLOWER = 5  # times that a check with a browser may take longer; all of them, twice that


@dataclass(frozen=True)
class Limits:
    """Times are seconds of wall clock unless said otherwise, sizes are bytes."""

    start: float = 5.0  # from fork to a loaded app
    request: float = 5.0  # from connecting to the last byte of the answer
    check: float = 20.0  # all of one check, waiting included
    submission: float = 90.0  # all checks of one lesson
    cpu: int = 10  # processor seconds of one app process
    memory: int = 1024 * MIB  # address space; a Flask app maps about 150 MiB
    processes: int = 64  # more than were there when the host started
    open_files: int = 256
    file_size: int = 64 * MIB
    disk: int = 64 * MIB  # all that the apps of one submission write; with walls only
    output: int = 64 * 1024  # kept of what the app prints; the rest is read and dropped
    tab_memory: int = 512 * MIB  # of a page in a browser; an empty one holds about 100
    body: int = 2 * MIB  # of one answer
    head: int = 64 * 1024  # of one answer's status line and headers
    headers: int = 200  # of one answer, however short
    # As Chromium follows when a page is opened or a form sent: measured with 156, the
    # headless shell and the whole browser alike. A script's fetch follows one more.
    redirects: int = 19

    def at_browser(self) -> Limits:
        """The limits of a run whose visitors wait for a browser as well."""
        check, submission = self.check * SLOWER, self.submission * SLOWER * 2
        return replace(self, check=check, submission=submission)
