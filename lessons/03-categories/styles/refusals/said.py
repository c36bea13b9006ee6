"""A decorator for views that only say what they have done."""

from functools import wraps

from flask import flash, redirect


def says(kind):
    def around(view):
        @wraps(view)
        def answer(**values):
            flash(view(**values), kind)
            return redirect("/")

        return answer

    return around
