"""The errors a person can meet, each with its exit code. Outcomes are no errors.

CourseError                 4, our own fault
├── WrongUse                2, the command was given something it cannot use
│   ├── NoSuchLesson
│   ├── NoSuchCheck
│   ├── NoSuchFolder
│   ├── NoSuchMistake
│   ├── NoSandbox
│   ├── NotInstalled
│   └── WorkInTheWay
├── AppNotStarted           3, the app could not be started at all
├── AuthorError             4, a lesson's own files do not fit together
└── HostError               4, the process that runs apps could not do its work
"""

from __future__ import annotations

__all__ = [
    "AppNotStarted",
    "AuthorError",
    "CourseError",
    "HostError",
    "NoSandbox",
    "NoSuchCheck",
    "NoSuchFolder",
    "NoSuchLesson",
    "NoSuchMistake",
    "NotInstalled",
    "WorkInTheWay",
    "WrongUse",
]


class CourseError(Exception):
    """A sentence for the person at the keyboard, and its exit code."""

    exit_code = 4


class WrongUse(CourseError):
    """The command was given something it cannot use."""

    exit_code = 2


class NoSuchLesson(WrongUse):
    """No lesson goes by that number or name."""


class NoSuchCheck(WrongUse):
    """The lesson makes no promise of that name."""


class NoSuchFolder(WrongUse):
    """The path is not a folder with an app in it."""


class NoSuchMistake(WrongUse):
    """No mistake goes by that id."""


class NoSandbox(WrongUse):
    """The walls asked for cannot be built here, or an app may not run without."""


class NotInstalled(WrongUse):
    """What was asked for needs a package that is not there."""


class WorkInTheWay(WrongUse):
    """Something of the learner's stands where a copy was to go."""


class AppNotStarted(CourseError):
    """The app could not be started at all, so no check could run."""

    exit_code = 3


class AuthorError(CourseError):
    """A lesson's own files do not fit together; names the file and the reason."""


class HostError(CourseError):
    """The process that runs apps could not do its work."""
