"""All that is done with books."""

from flask import abort, redirect, render_template, request, session, url_for
from markupsafe import Markup, escape

from .stock import Trouble, make_label


def register(app, stock, board):  # noqa: C901 (many small views in one)
    def volume(number):
        if number < 1 or number > len(stock.volumes):
            abort(404)
        return stock.volumes[number - 1]

    def its_page(number):
        return redirect(url_for("book_page", number=number))

    @app.route("/")
    def shelf():
        return render_template("shelf.html", books=stock.volumes)

    @app.route("/search")
    def search():
        wanted = request.args.get("q", "").strip()
        hits = [v for v in stock.volumes if wanted.lower() in v.title.lower()]
        if not hits:
            board.pin(f"No book goes by “{wanted}”.")
        return render_template("search.html", query=wanted, found=hits)

    @app.route("/books", methods=["POST"])
    def add_book():
        if "name" not in session:
            return redirect(url_for("sign_in"))
        title = request.form.get("title", "").strip()
        try:
            number = stock.put(title, session["name"])
        except Trouble as trouble:
            board.pin(str(trouble), "add-book")
            return render_template("shelf.html", books=stock.volumes, title=title), 400
        thank(number, title)
        return redirect(url_for("shelf"))

    def thank(number, title):
        page = escape(url_for("book_page", number=number))
        text = Markup('Thank you for “<a href="%s">%s</a>”.') % (page, title)
        board.pin(text, "success")

    @app.route("/import", methods=["POST"])
    def import_books():
        if "name" not in session:
            return redirect(url_for("sign_in"))
        for title in request.form.get("titles", "").split("\n"):
            try:
                thank(stock.put(title.strip(), session["name"]), title.strip())
            except Trouble as trouble:
                board.pin(str(trouble), "error")
        return redirect(url_for("shelf"))

    @app.route("/books/<int:number>")
    def book_page(number):
        return render_template("book.html", book=volume(number), number=number)

    @app.route("/books/latest")
    def latest_book():
        return its_page(len(stock.volumes))

    @app.route("/books/<int:number>/rename", methods=["POST"])
    def rename_book(number):
        if "name" not in session:
            return redirect(url_for("sign_in"))
        it = volume(number)
        title = request.form.get("title", "").strip()
        try:
            stock.check(title)
        except Trouble as trouble:
            board.pin(str(trouble), "error")
            context = {"book": it, "number": number, "title": title}
            return render_template("book.html", **context), 422
        it.title = title
        board.pin(f"From now on it is “{title}”.", "success")
        return its_page(number)

    @app.route("/books/<int:number>/label", methods=["POST"])
    def label_book(number):
        it = volume(number)
        make_label(it.title)
        board.pin(f"A label that says “{it.title}” is on its way.", "success")
        return its_page(number)

    @app.route("/books/<int:number>/borrow", methods=["POST"])
    def borrow_book(number):
        if "name" not in session:
            return redirect(url_for("sign_in"))
        it = volume(number)
        try:
            last = stock.lend(it, session["name"])
        except Trouble as trouble:
            board.pin(str(trouble), "error")
        else:
            if last:
                board.pin(f"Take “{it.title}”, your last for now.", "warning")
            else:
                board.pin(f"Take “{it.title}” home.", "success")
        return redirect(url_for("shelf"))

    @app.route("/books/<int:number>/return", methods=["POST"])
    def return_book(number):
        it = volume(number)
        if it.borrower == session.get("name", 0):
            it.borrower = ""
            board.pin(f"“{it.title}” stands on the shelf.", "info")
        return redirect(url_for("shelf"))

    @app.route("/api/books", methods=["POST"])
    def add_book_by_phone():
        body = request.get_json(silent=True) or {}
        title = str(body.get("title") or "").strip()
        try:
            number = stock.put(title, "somebody with a phone")
        except Trouble as trouble:
            return {"error": str(trouble)}, 409
        return {"number": number}, 201
