"""The verb lab: JupyterLab at the start page or at a lesson's notebook."""

from __future__ import annotations

import click

from . import reader
from .group import main
from .names import lesson_argument


@main.command(example="lab 3")
@lesson_argument
@click.option("--no-browser", is_flag=True, help="Only say the address.")
def lab(lesson: str | None, no_browser: bool) -> None:
    """Open the notebooks: read, predict, run, build.

    They are opened from copies in work/notebooks/, so that the published ones stay as
    they are. Delete a copy to have it anew.
    """
    with reader.at_work() as learner:
        from .. import course
        from ..doctor import has_screen
        from ..lab.server import serve

        name = course.find_notebook(learner.root, lesson or "0")
        notebook = learner.workspace.notebook(name)
        said = learner.workspace.said(notebook)

    def say(address: str) -> None:
        reader.say([f"{said} is open at", address, "Ctrl+C ends it."])

    serve(learner.root, notebook, has_screen() and not no_browser, say)
