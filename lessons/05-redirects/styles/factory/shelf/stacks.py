"""All that is done with books."""

from flask import abort, flash, redirect, render_template, request, session, url_for
from markupsafe import Markup, escape

from .stock import Trouble, make_label


def register(app, stock):
    for part in (browsing, giving, mending, labels, lending, returning, phone):
        part(app, stock)


def volume(stock, number):
    if number < 1 or number > len(stock.volumes):
        abort(404)
    return stock.volumes[number - 1]


def its_page(number):
    return redirect(url_for("book_page", number=number))


def browsing(app, stock):
    @app.route("/")
    def shelf():
        return render_template("shelf.html", books=stock.volumes)

    @app.route("/search")
    def search():
        wanted = request.args.get("q", "").strip()
        hits = [v for v in stock.volumes if wanted.lower() in v.title.lower()]
        if not hits:
            flash(f"No book goes by “{wanted}”.")
        return render_template("search.html", query=wanted, found=hits)

    @app.route("/books/<int:number>")
    def book_page(number):
        return render_template("book.html", book=volume(stock, number), number=number)

    @app.route("/books/latest")
    def latest_book():
        return its_page(len(stock.volumes))


def giving(app, stock):
    @app.route("/books", methods=["POST"])
    def add_book():
        if "name" not in session:
            return redirect(url_for("sign_in"))
        title = request.form.get("title", "").strip()
        try:
            number = stock.put(title, session["name"])
        except Trouble as trouble:
            flash(str(trouble), "add-book")
            return render_template("shelf.html", books=stock.volumes, title=title), 400
        page = escape(url_for("book_page", number=number))
        flash(Markup('Thank you for “<a href="%s">%s</a>”.') % (page, title), "success")
        return redirect(url_for("shelf"))


def mending(app, stock):
    @app.route("/books/<int:number>/rename", methods=["POST"])
    def rename_book(number):
        if "name" not in session:
            return redirect(url_for("sign_in"))
        it = volume(stock, number)
        title = request.form.get("title", "").strip()
        try:
            stock.check(title)
        except Trouble as trouble:
            flash(str(trouble), "error")
            context = {"book": it, "number": number, "title": title}
            return render_template("book.html", **context), 422
        it.title = title
        flash(f"From now on it is “{title}”.", "success")
        return its_page(number)


def labels(app, stock):
    @app.route("/books/<int:number>/label", methods=["POST"])
    def label_book(number):
        it = volume(stock, number)
        make_label(it.title)
        flash(f"A label that says “{it.title}” is on its way.", "success")
        return its_page(number)


def lending(app, stock):
    @app.route("/books/<int:number>/borrow", methods=["POST"])
    def borrow_book(number):
        if "name" not in session:
            return redirect(url_for("sign_in"))
        it = volume(stock, number)
        try:
            last = stock.lend(it, session["name"])
        except Trouble as trouble:
            flash(str(trouble), "error")
        else:
            if last:
                flash(f"Take “{it.title}”, your last for now.", "warning")
            else:
                flash(f"Take “{it.title}” home.", "success")
        return redirect(url_for("shelf"))


def returning(app, stock):
    @app.route("/books/<int:number>/return", methods=["POST"])
    def return_book(number):
        it = volume(stock, number)
        if it.borrower == session.get("name", 0):
            it.borrower = ""
            flash(f"“{it.title}” stands on the shelf.", "info")
        return redirect(url_for("shelf"))


def phone(app, stock):
    @app.route("/api/books", methods=["POST"])
    def add_book_by_phone():
        body = request.get_json(silent=True) or {}
        title = str(body.get("title") or "").strip()
        try:
            number = stock.put(title, "somebody with a phone")
        except Trouble as trouble:
            return {"error": str(trouble)}, 409
        return {"number": number}, 201
