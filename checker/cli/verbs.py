"""The verbs in the order of a learner's day, so that help lists what is not loaded."""

from __future__ import annotations

__all__ = ["VERBS"]

# Its name, the module of this package that has it, and its line in the help: the first
# sentence of what it says of itself.
VERBS = (
    ("list", "learn", "Show the lessons: minutes, state and points."),
    ("start", "learn", "Copy a lesson's exercise into work/, to work on it."),
    ("hint", "learn", "Show the next hint for the first unfinished task."),
    ("reset", "learn", "Put a lesson's starter back; your work is kept."),
    ("diff", "learn", "Show what your app lacks; it asks first."),
    ("check", "check", "Run the checks on your app and say what it does."),
    ("watch", "watching", "Check at every save; go on when a lesson is done."),
    ("explain", "mistakes", "Show a mistake at work beside the finished app."),
    (
        "break",
        "mistakes",
        "Get a wrong app of a lesson, to find and mend what is wrong.",
    ),
    ("xray", "xray", "Draw what goes between a browser and your app."),
    ("lab", "lab", "Open the notebooks: read, predict, run, build."),
    (
        "grade",
        "grading",
        "Grade a class: hand-ins in, marks, feedback and insight out.",
    ),
    (
        "export",
        "export",
        "Take the checks to Gradescope, GitHub Classroom or nbgrader.",
    ),
    ("doctor", "machine", "Show what this machine has and how to get the rest."),
    ("completion", "machine", "Write what teaches your shell to complete."),
    ("dev", "author", "Write lessons and publish them."),
)
