"""The pages of the books."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from markupsafe import Markup

from .people import current_name, needs_name

bp = Blueprint("books", __name__)

titles = ["Persuasion", "The Trial", "Steppenwolf", "Solaris"]
owners = ["Jane", "Franz", "Hermann", "Lem"]
readers = {}  # index of a book to a name


@bp.route("/")
def index():
    return render_template("books/index.html", titles=titles, readers=readers)


@bp.route("/search")
def search():
    query = request.args.get("q", "")
    results = [t for t in titles if query.casefold() in t.casefold()]
    if not results:
        flash(f"No book for “{query}”", "info")
    return render_template("books/search.html", query=query, results=results)


@bp.route("/books", methods=["POST"])
@needs_name
def create():
    title = request.form.get("title", "").strip()
    problem = ""
    if not title:
        problem = "The title is empty"
    elif title.casefold() in map(str.casefold, titles):
        problem = f"“{title}” stands here already"
    if problem:
        flash(problem, "title-field")
        return redirect(url_for(".index"))

    titles.append(title)
    owners.append(current_name())
    address = url_for(".show", number=len(titles))
    flash(Markup('New here: <a href="{}">{}</a>').format(address, title), "success")
    return redirect(url_for(".index"))


@bp.route("/books/<int:number>")
def show(number):
    index = at(number)
    return render_template(
        "books/show.html",
        title=titles[index],
        owner=owners[index],
        reader=readers.get(index),
    )


@bp.route("/books/<int:number>/borrow", methods=["POST"])
@needs_name
def lend(number):
    index, name = at(number), current_name()
    others = list(readers.values()).count(name)
    if index in readers:
        flash(f"{readers[index]} is reading “{titles[index]}”", "error")
    elif others > 2:
        flash("You have three books at home", "error")
    else:
        readers[index] = name
        kind = "warning" if others == 2 else "success"
        flash(f"Take “{titles[index]}” home", kind)
    return redirect(url_for(".index"))


@bp.route("/books/<int:number>/return", methods=["POST"])
@needs_name
def take_back(number):
    index = at(number)
    if readers.get(index) == current_name():
        del readers[index]
        flash(f"“{titles[index]}” is home again", "info")
    return redirect(url_for(".index"))


def at(number):
    if number < 1 or number > len(titles):
        abort(404)
    return number - 1
