"""What an app's Python says: who a name means, which view answers, what can run."""

from __future__ import annotations

from checker.evidence import Program, before, dead, flashes, flow, statement

VIEWS = """\
from flask import Flask, redirect, request
from flask import flash as tell
import flask
from .notices import notices as told

app = Flask(__name__)


@app.route("/", methods=["GET", "POST"])
def shelf():
    return "shelf"


@app.post("/books/<int:number>/borrow")
def borrow(number):
    if request.args:
        told.success("Yours.")
    flask.flash("Borrowed.")
    return redirect("/")
    tell("Never.")


@app.before_request
def count():
    pass
"""
NOTICES = """\
import flask


class Notices:
    def success(self, text):
        self.leave(text, "success")

    def leave(self, text, kind):
        flask.flash(text, kind)


notices = Notices()
"""
CLASSES = """\
from flask import Flask, flash
from flask.views import MethodView, View


class Page(View):
    def dispatch_request(self):
        return "page"


class Books(MethodView):
    def get(self):
        return "books"

    def post(self):
        flash("Added.")
        return "added"

    def helper(self):
        return None


def about():
    return "about"


def create_app():
    app = Flask(__name__)
    books = Books.as_view("books")
    app.add_url_rule("/books", view_func=books)
    app.add_url_rule("/page", view_func=Page.as_view("page"), methods=("GET", "PUT"))
    app.add_url_rule("/about", "about", about)
    app.add_url_rule(rule="/x" + "y", endpoint="later", view_func=None)
    return app
"""


def of(*texts: str, **files: str) -> Program:
    named = {f"{name.replace('__', '/')}.py": text for name, text in files.items()}
    return Program({"app.py": "\n".join(texts), **named})


def names(program: Program, method: str, path: str) -> list[str]:
    return [function.name for function in program.views(method, path)]


def lines(program: Program, *found: str) -> list[int]:
    return [site.line for site in program.calls(*found)]


def test_a_call_is_known_by_any_name_it_was_imported_by() -> None:
    program = Program({"shelf/views.py": VIEWS, "shelf/notices.py": NOTICES})

    assert [(s.file, s.line) for s in flashes(program)] == [
        ("shelf/views.py", 18),
        ("shelf/views.py", 20),
        ("shelf/notices.py", 9),
    ]


def test_somebody_elses_flash_is_not_flasks() -> None:
    program = of("def flash(text):\n    pass\n\n\nflash('No.')\nlamp.flash()\n")

    assert lines(program, "flask.flash") == []
    assert [s.line for s in program.calls("lamp.flash")] == [6]


def test_the_view_that_answers_is_found_by_method_and_address() -> None:
    program = of(VIEWS)

    assert names(program, "POST", "/books/7/borrow") == ["borrow"]
    assert names(program, "POST", "/books/seven/borrow") == []
    assert names(program, "GET", "/books/7/borrow") == []
    assert names(program, "HEAD", "/?page=2") == ["shelf"]
    assert [f.name for f in program.views()] == ["shelf", "borrow"]


def test_views_in_classes_and_in_a_factory_are_found() -> None:
    program = of(CLASSES)

    assert names(program, "POST", "/books") == ["post"]
    assert names(program, "GET", "/books") == ["get"]
    assert names(program, "PUT", "/page") == ["dispatch_request"]
    assert names(program, "GET", "/about") == ["about"]


def test_a_rule_that_is_added_in_another_file_is_found() -> None:
    views = "def shelf():\n    return 'shelf'\n"
    start = "from . import views\n\napp.add_url_rule('/', view_func=views.shelf)\n"
    program = Program({"shelf/views.py": views, "shelf/__init__.py": start})

    assert names(program, "GET", "/") == ["shelf"]


def test_a_blueprints_prefix_stands_before_its_rules() -> None:
    program = of(
        "from flask import Blueprint\n"
        "books = Blueprint('books', __name__, url_prefix='/books')\n\n"
        "@books.get('')\ndef index():\n    return ''\n\n"
        "@books.get('/in/<path:rest>')\ndef inner(rest):\n    return ''\n\n"
        "@books.get('page')\ndef page():\n    return ''\n\n"
        "@books.get(rule='/latest')\ndef latest():\n    return config.get('x')\n"
    )

    assert names(program, "GET", "/books") == ["index"]
    assert names(program, "GET", "/books/in/a/b") == ["inner"]
    assert "latest" in names(program, "GET", "/books/latest")


def test_what_a_view_leads_to_is_found_through_classes_and_files() -> None:
    program = Program({"shelf/views.py": VIEWS, "shelf/notices.py": NOTICES})
    scope = program.answering("POST", "/books/7/borrow")

    assert [f.name for f in scope] == ["borrow", "success", "leave"]


def test_a_method_of_the_same_object_is_followed() -> None:
    program = of(
        NOTICES, "\n\n@app.get('/')\ndef page():\n    Notices().success('x')\n"
    )
    scope = program.answering("GET", "/")
    told = program.leading_to("flash", within=scope)

    assert {f.name for f in scope} == {"page", "success", "leave"}
    assert [site.line for site in told] == [6, 9, 18, 18]


def test_a_decorators_own_lines_belong_to_what_it_decorates() -> None:
    program = of(
        "from flask import flash\n\n\n"
        "def saying(text):\n    def around(view):\n        def inner():\n"
        "            flash(text)\n            return view()\n        return inner\n"
        "    return around\n\n\n"
        "@app.get('/')\n@saying('Hello.')\ndef page():\n    return ''\n"
    )

    assert [s.line for s in flashes(program, program.answering("GET", "/"))] == [7]


def test_hooks_are_found_by_their_decorator() -> None:
    program = of(VIEWS, "@app.context_processor\ndef waiting():\n    return {}\n")

    assert [f.name for f in program.hooks("before_request")] == ["count"]
    assert [f.name for f in program.hooks("context_processor", "none")] == ["waiting"]
    assert of("@(lambda f: f)\ndef odd():\n    pass\n").hooks("before_request") == ()


def test_a_site_knows_its_place_and_its_arguments() -> None:
    program = of(
        "import flask\n\n\ndef page():\n    flask.flash('Hi.', category='info')\n"
    )
    [site] = flashes(program)

    assert (site.place.file, site.place.line, site.place.function) == (
        "app.py",
        5,
        "page",
    )
    assert site.place.code == "flask.flash('Hi.', category='info')"
    assert site.argument(0, "message") is site.arguments[0]
    assert site.argument(1, "category") is site.keyword("category")
    assert site.argument(2, "nothing") is None
    assert program.places([site, site]) == (site.place,)
    assert program.sites[0].arguments == ()
    assert program.sites[0].place.function == "<module>"


def test_the_head_of_a_function_is_its_line_with_def() -> None:
    program = of(VIEWS)
    function = program.function("borrow")
    assert function is not None

    assert program.head(function).code == "def borrow(number):"
    assert program.function("nobody") is None


def test_uses_are_found_where_nothing_is_called() -> None:
    program = of("from flask import session\n\nkeep = session.permanent\n")

    assert [s.line for s in program.uses("session.permanent")] == [3]
    assert [s.line for s in program.uses("session")] == [3]
    assert len(program.within(None)) == len(program.sites)


def test_a_file_that_python_cannot_read_is_left_out() -> None:
    program = Program({"app.py": "def (", "b.py": "x = 1\n", "c.html": "<p>"})

    assert list(program.modules) == ["b.py"]


def test_imports_are_followed_in_every_form() -> None:
    program = Program(
        {
            "app.py": "import notices.words\nimport os.path\n"
            "import notices.words as w\n"
            "import json as j\nfrom notices import words\nfrom notices.words import "
            "hi\nnotices\nw.hi()\nos.path.join()\nj.dumps()\nwords.hi()\nhi()\n",
            "notices/__init__.py": "",
            "notices/words.py": "def hi():\n    pass\n",
        }
    )
    called = [s for s in program.sites if type(s.node).__name__ == "Call"]
    full = [program.dotted(s.file, s.node.func) for s in called]  # type: ignore[attr-defined]  # a Call has one

    assert full == [
        "notices/words.py:hi",
        "os.path.join",
        "json.dumps",
        "notices/words.py:hi",
        "notices/words.py:hi",
    ]


def test_a_line_below_a_return_is_dead() -> None:
    program = of(VIEWS)

    assert [dead(site) for site in flashes(program)] == [False, True]


def test_a_line_is_dead_when_every_way_to_it_leaves() -> None:
    program = of(
        "from flask import flash\n\n\ndef page(ok):\n    if ok:\n        return "
        "'a'\n    else:\n        with lock:\n            raise KeyError\n    "
        "flash('x')\n\n\ndef other(ok):\n    if ok:\n        return 'a'\n    "
        "flash('y')\n"
    )

    assert [dead(site) for site in flashes(program)] == [True, False]


def test_what_comes_before_what_is_known_within_a_function() -> None:
    program = of(
        "from flask import flash, session\n\n\ndef page(ok):\n    flash('a')\n"
        "    session.clear()\n    if ok:\n        flash('b')\n        flash('e')\n"
        "    else:\n"
        "        flash('c')\n\n\ndef other():\n    flash('d')\n"
    )
    a, b, also, c, d = flashes(program)
    [clear] = program.calls("session.clear")

    assert before(a, clear)
    assert before(clear, b)
    assert not before(clear, a)
    assert not before(b, c)
    assert before(b, also)
    assert not before(a, d)


def test_the_statement_and_the_conditions_around_a_site_are_known() -> None:
    program = of(
        "from flask import flash\n\nif True:\n    def page(ok):\n        if ok:\n"
        "            flash('a')\n\nflash('b')\n"
    )
    inner, outer = flashes(program)
    around = statement(inner)

    assert type(around).__name__ == "Expr"
    assert len(flow.tests_around(inner)) == 1
    assert flow.tests_around(outer) == ()
