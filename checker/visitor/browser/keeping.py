"""What a tab leaves in files of a check that is not passed: picture and trace.

Nothing a page does makes keeping fail: what cannot be kept is not there.
"""

from __future__ import annotations

from pathlib import Path

from ...page import Page
from ..visitor import Kept
from .chromium import Chromium
from .picture import drawn, picture, pictured
from .tab import Tab

__all__ = ["kept", "shown"]

PATIENCE = 10.0  # seconds for each of them
LARGEST = 30_000_000  # bytes of a trace; such as is made in a check has a tenth of it


def kept(
    chromium: Chromium,
    tab: Tab,
    page: Page | None,
    who: str,
    place: Path,
    at: tuple[int, ...],
) -> Kept:
    """Keeps what `who` has in the tab, in files called like place.

    The page is what stands in it by what was read last; `at` are elements of it to
    outline, its messages if there is none.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError:  # a full disk, or a folder of somebody else's
        return Kept()
    seen = shown(chromium, tab, page, who, place.with_suffix(".png"), at)
    trace = place.with_suffix(".zip") if tab.traced else None
    if trace is None or not _trace(chromium, tab, trace):
        return seen
    return Kept(seen.picture, seen.pictured, str(trace))


def shown(
    chromium: Chromium,
    tab: Tab,
    page: Page | None,
    who: str,
    file: Path,
    at: tuple[int, ...],
) -> Kept:
    """The same in a picture alone, in that file; nothing where none can be taken."""
    if page is None:  # nobody went anywhere
        return Kept()
    try:
        places = at or tuple(message.index for message in page.messages)
        shot = chromium.do(picture(tab.world, places), PATIENCE)
        said = pictured(page, who, shot.outlined)
        file.write_bytes(drawn(shot.png, shot.boxes))
    except Exception:  # of a tab that crashed or computes for ever, a disk that is full
        return Kept()
    return Kept(str(file), said)


def _trace(chromium: Chromium, tab: Tab, file: Path) -> bool:
    """True when the trace is there, and no larger than it may be."""
    try:
        chromium.do(tab.context.tracing.stop(path=file), PATIENCE)
        small = file.stat().st_size <= LARGEST
    except Exception:  # as above
        small = False
    if not small:
        file.unlink(missing_ok=True)
    return small
