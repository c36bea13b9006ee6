"""Coming and going."""

from flask import redirect, render_template, request, session, url_for


def within(place):
    """A browser reads two slashes, or a backslash, as the way to another host."""
    if not place.startswith("/") or place[1:2] in ("/", "\\"):
        return False
    return "\\" not in place and all(letter.isprintable() for letter in place)


def register(app, board):
    @app.route("/sign-in", methods=["GET"])
    def sign_in():
        return render_template("sign_in.html", next=request.args.get("next") or "")

    @app.route("/sign-in", methods=["POST"])
    def come_in():
        name = request.form.get("name", "").strip()
        onward = request.form.get("next") or ""
        if name:
            session["name"] = name
            board.pin(f"Good to see you, {name}.")
            return redirect(onward if within(onward) else url_for("shelf"))
        board.pin("Who are you? A name, if you like.", "error")
        return render_template("sign_in.html", next=onward), 422

    @app.route("/sign-out", methods=["POST"])
    def sign_out():
        who = session.get("name", "stranger")
        board.wipe()
        session.clear()
        board.pin(f"See you, {who}.")
        return redirect(url_for("shelf"))

    @app.route("/about")
    def about():
        return render_template("about.html")

    @app.route("/broken")
    def broken():
        raise RuntimeError("broken on purpose")
