import os

from flask import Flask, flash, redirect, render_template, request, session
from rules import Library, Refused
from said import says

app = Flask(__name__)
library = Library()


def configure(environment):
    key, old = environment.get("SECRET_KEY"), environment.get("OLD_SECRET_KEY")
    if not key:
        raise RuntimeError("Refused to start, because SECRET_KEY is not there.")
    app.config.update(SECRET_KEY=key, SECRET_KEY_FALLBACKS=[old] if old else [])


configure(os.environ)


@app.errorhandler(Refused)
def refused(reason):
    flash(str(reason), reason.kind)
    return redirect("/")


@app.get("/")
def table():
    return render_template("table.html", library=library)


@app.get("/search")
def search():
    q = request.args.get("q", "")
    hits = library.like(q)
    if not hits:
        flash(f"{q}: no hit", "info")
    return render_template("hits.html", hits=hits)


@app.get("/about")
def about():
    return render_template("about.html")


@app.get("/sign-in")
def enter():
    return render_template("enter.html")


@app.post("/sign-in")
@says("info")
def entered():
    session["name"] = request.form["name"]
    return f"Come in, {session['name']}"


@app.post("/sign-out")
def left():
    session.pop("name", None)
    return redirect("/")


@app.post("/books")
@says("success")
def given():
    return f"Given: {library.give(request.form['title'], session['name'])}"


@app.post("/books/<int:number>/borrow")
def lent(number):
    title = library.lend(number, session["name"])
    if library.left(session["name"]):
        flash(f"Lent: {title}", "success")
    else:
        flash(f"Lent: {title}. No more after this one.", "warning")
    return redirect("/")


@app.post("/books/<int:number>/return")
@says("info")
def returned(number):
    return f"Returned: {library.take_back(number, session['name'])}"


@app.post("/reminders")
def reminder():
    words = [request.form["text"], request.form.get("kind")]
    flash(*filter(None, words))
    return redirect("/")
