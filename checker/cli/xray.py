"""The verb xray: what goes over the wire while an app does its lesson's scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import reader
from .group import main
from .names import target_argument

if TYPE_CHECKING:
    from ..learner import Learner, Target


@main.command(example="xray 3")
@target_argument
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write it there instead of into work/xray/.",
)
def xray(target: str | None, out: Path | None) -> None:
    """Draw what goes between a browser and your app.

    It plays the lesson's scenario on your app and writes the picture to one HTML file.
    TARGET is a lesson's number or name, or a folder; without one it is what you are
    working on.
    """
    with reader.at_work() as learner:
        from .. import settings
        from ..errors import WrongUse
        from ..host import Host
        from ..playing import played
        from ..render.xray import page
        from ..xray import exchanges

        targets = learner.targets(target, None)
        if out and len(targets) > 1:
            raise WrongUse("--out needs one app, and this names several. Name one.")
        with Host(settings.limits(learner.root)) as host:
            for one in targets:
                found = exchanges(played(one.folder, one.lesson, host))
                place = learner.workspace.said(one.folder)
                title = f"Lesson {one.lesson.number}: {one.lesson.title}"
                file = out or _place(learner, one)
                _write(file, page(found, title, place))
                reader.say(
                    [f"The X-ray of {place} is in {learner.workspace.said(file)}."]
                )


def _place(learner: Learner, target: Target) -> Path:
    folder = learner.workspace.folder / "xray"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{target.lesson.name}.html"


def _write(file: Path, text: str) -> None:
    from ..errors import WrongUse

    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        why = error.strerror
        raise WrongUse(f"{file} cannot be written: {why}. Name another.") from error
