"""The notes that neighbours leave themselves."""

from flask import abort, redirect, render_template, request, url_for

from .stock import Volume


def register(app, board):
    def number(field):
        return int(request.form[field]) if request.form.get(field) else None

    @app.route("/reminders", methods=["POST"])
    def remind():
        note = request.form.get("text", "").strip()
        limits = {
            "seconds": number("seconds"),
            "views": number("times"),
            "held": request.form.get("sticky") == "yes",
        }
        if note:
            kind = request.form.get("kind") or "message"
            board.pin(note, kind, **(limits if any(limits.values()) else {}))
        return redirect(url_for("shelf"))

    @app.route("/messages/<int:pin>/dismiss", methods=["POST"])
    def unpin(pin):
        return redirect(url_for("shelf")) if board.unpin(pin) else abort(404)

    @app.route("/today")
    def today():
        board.leave()
        return render_template("today.html", book=Volume("Momo", "Beppo"))
