"""Decorators that tell a visitor what a view did, or what it refused to do."""

from functools import wraps

from flask import flash, redirect, request, url_for


class Refused(Exception):
    """What a view could not do; `place` is where to go, if not back to the form."""

    def __init__(self, text, place=None):
        super().__init__(text)
        self.place = place


def tells(usual="message"):
    """The view gives a text, a place and perhaps a kind; they become an answer."""

    def around(view):
        @wraps(view)
        def wrapped(*args, **values):
            try:
                text, place, *kind = view(*args, **values)
            except Refused as refused:
                if refused.place is None:
                    raise
                text, place, kind = str(refused), refused.place, ["error"]
            if text:
                flash(text, *[k for k in (*kind, usual) if k][:1])
            endpoint, where = place
            return redirect(url_for(endpoint, **where), 303)

        return wrapped

    return around


def again(form, kind, keep=None):
    """What the view refuses is told on the form's own page, in the same answer."""

    def around(view):
        @wraps(view)
        def wrapped(*args, **values):
            try:
                return view(*args, **values)
            except Refused as refused:
                flash(str(refused), kind)
                kept = {keep: request.form.get(keep, "")} if keep else {}
                return form(*args, **values, **kept), 422

        return wrapped

    return around
