"""Every page of the shelf, and what the forms on them do."""

from flask import (
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from markupsafe import Markup

from .library import MOST


def library():
    return current_app.extensions["library"]


def home():
    return render_template("home.html", volumes=library().volumes)


def about():
    return render_template("about.html")


def search():
    part = request.args.get("q", "")
    hits = library().matching(part)
    if not hits:
        flash(f"We have nothing like “{part}”.", "info")
    return render_template("find.html", part=part, hits=hits)


def door():
    return render_template("door.html")


def enter():
    reader = request.form.get("name", "").strip()
    if reader:
        session["reader"] = reader
        flash(f"Good to see you, {reader}.", "success")
        return back_home()
    return redirect(url_for("door"))


def leave():
    session.pop("reader", None)
    return back_home()


def volume(number):
    return render_template("volume.html", volume=volume_or_404(number))


def add():
    if "reader" not in session:
        return redirect(url_for("door"))
    name = request.form.get("title", "").strip()
    if not name:
        flash("Which book? Its title is missing.", "new-book")
    elif library().has(name):
        flash(f"We have “{name}” already.", "new-book")
    else:
        number = library().add(name, session["reader"])
        flash(news_of(number, name), "success")
    return back_home()


def news_of(number, name):
    link = Markup('<a href="%s">%s</a>') % (url_for("volume", number=number), name)
    return Markup("Thank you for {}.").format(link)


def borrow(number):
    reader = session.get("reader")
    if not reader:
        return redirect(url_for("door"))
    wanted = volume_or_404(number)
    had = len(library().held_by(reader))
    if wanted.get("reader"):
        flash(f"{wanted['name']} is out: {wanted['reader']} has it.", "error")
    elif had >= MOST:
        flash("Three books are enough. Bring one back first.", "error")
    else:
        wanted["reader"] = reader
        last = had + 1 == MOST
        flash(f"Enjoy {wanted['name']}.", "warning" if last else "success")
    return back_home()


def give_back(number):
    wanted = volume_or_404(number)
    if wanted.get("reader") and wanted["reader"] == session.get("reader"):
        wanted["reader"] = None
        flash(f"{wanted['name']} stands in its place again.", "info")
    return back_home()


def reminder():
    text, kind = request.form.get("text", ""), request.form.get("kind", "")
    if text:
        flash(text, kind or "message")
    return back_home()


def broken():
    return str(1 / 0)


def missing(error):
    return render_template("trouble.html", what="Nothing is here."), 404


def crash(error):
    return render_template("trouble.html", what="That went wrong."), 500


def nobody_reads():
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        abort(503)
    if request.headers.get("Sec-Fetch-Dest") == "image" and not request.endpoint:
        return "No picture.", 404
    return None


def back_home():
    return redirect(url_for("home"))


def volume_or_404(number):
    try:
        return library().volumes[number - 1] if number else abort(404)
    except IndexError:
        abort(404)


def register(app):
    app.add_url_rule("/", view_func=home)
    app.add_url_rule("/about", view_func=about)
    app.add_url_rule("/search", view_func=search)
    app.add_url_rule("/sign-in", view_func=door)
    app.add_url_rule("/sign-in", view_func=enter, methods=["POST"])
    app.add_url_rule("/sign-out", view_func=leave, methods=["POST"])
    app.add_url_rule("/books", view_func=add, methods=["POST"])
    app.add_url_rule("/books/<int:number>", view_func=volume)
    app.add_url_rule("/books/<int:number>/borrow", view_func=borrow, methods=["POST"])
    app.add_url_rule(
        "/books/<int:number>/return", view_func=give_back, methods=["POST"]
    )
    app.add_url_rule("/reminders", view_func=reminder, methods=["POST"])
    app.add_url_rule("/broken", view_func=broken)
    app.before_request(nobody_reads)
    app.register_error_handler(404, missing)
    app.register_error_handler(500, crash)
