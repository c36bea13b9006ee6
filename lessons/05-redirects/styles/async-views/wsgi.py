"""The shelf for people who like to await."""

import os

from flask import Flask, flash, make_response, redirect, render_template, request
from flask import session as visit
from flask import url_for as to
from markupsafe import Markup
from works import Full, NotFree, Taken, Untitled, Works

app = Flask(__name__)
key = os.environ.get("SECRET_KEY") or None
if key is None:
    raise RuntimeError("Give me SECRET_KEY in the environment, and I will start.")
app.secret_key = key
app.config["SECRET_KEY_FALLBACKS"] = [
    old for name, old in os.environ.items() if name == "OLD_SECRET_KEY" and old
]
works = Works()


async def tell(text, kind=None):
    """Leaves a message for the visitor."""
    if kind is None:
        flash(text)
    else:
        flash(text, kind)


async def typed(field="title"):
    return request.form.get(field, "").strip()


async def home(title="", code=200):
    return make_response(render_template("home.html", works=works, title=title), code)


async def work_page(number, title=None, code=200):
    work = works.at(number)
    title = work.title if title is None else title
    html = render_template("work.html", work=work, number=number, title=title)
    return make_response(html, code)


def safe(address):
    """An address of ours begins with one slash and holds no oddities."""
    odd = {"\\"} | {letter for letter in address if not letter.isprintable()}
    if odd & set(address):
        return ""
    return address if address.startswith("/") and address[:2] != "//" else ""


@app.route("/")
async def index():
    return await home()


@app.route("/about")
async def about():
    return render_template("words.html", words="A shelf at the corner.")


@app.route("/search")
async def search():
    q = request.args.get("q", "").strip()
    found = works.like(q)
    if not found:
        await tell(f"No such book: “{q}”")
    return render_template("search.html", q=q, found=found)


@app.route("/sign-in", methods=["GET", "POST"])
async def enter():
    if request.method != "POST":
        return render_template("enter.html", next=request.args.get("next", ""))
    name, next_ = await typed("name"), request.form.get("next", "")
    if not name:
        await tell("I need a name", "error")
        return render_template("enter.html", next=next_), 400
    visit["name"] = name
    await tell(f"Hello {name}")
    return redirect(safe(next_) or to("index"))


@app.route("/sign-out", methods=["POST"])
async def leave():
    name = visit.get("name", "friend")
    visit.clear()
    await tell(f"Bye {name}")
    return redirect(to("index"))


@app.route("/books", methods=["POST"])
async def give():
    if "name" not in visit:
        return redirect(to("enter"))
    title = await typed()
    try:
        number = works.add(title, visit["name"])
    except (Untitled, Taken) as problem:
        await tell(str(problem), "give")
        return await home(title, 422)
    link = Markup('<a href="{}">{}</a>').format(to("show", number=number), title)
    await tell(Markup("Given: {}").format(link), "success")
    return redirect(to("index"))


@app.route("/books/<int:number>")
async def show(number):
    return await work_page(number)


@app.route("/books/latest")
async def latest():
    return redirect(to("show", number=len(works)))


@app.route("/books/<int:number>/rename", methods=["POST"])
async def rename(number):
    if "name" not in visit:
        return redirect(to("enter"))
    title = await typed()
    try:
        works.rename(number, title)
    except (Untitled, Taken) as problem:
        await tell(str(problem), "error")
        return await work_page(number, title, 422)
    await tell(f"Renamed: {title}", "success")
    return redirect(to("show", number=number))


@app.route("/books/<int:number>/label", methods=["POST"])
async def label(number):
    title = works.at(number).title
    try:
        await sticker(title)
    except OverflowError:
        await tell(f"Too long for a sticker: {title}", "error")
    else:
        await tell(f"Sticker printed: {title}", "success")
    return redirect(to("show", number=number))


@app.route("/books/<int:number>/<any(borrow, return):what>", methods=["POST"])
async def move(number, what):
    name = visit.get("name")
    if not name:
        return redirect(to("enter"))
    title = works.at(number).title
    if what == "return":
        if works.bring(number, name):
            await tell(f"Returned: {title}", "info")
        return redirect(to("index"))
    try:
        left = works.take(number, name)
    except (Full, NotFree) as problem:
        await tell(str(problem), "error")
        return redirect(to("index"))
    await tell(f"Yours: {title}", "success" if left else "warning")
    return redirect(to("index"))


@app.route("/reminders", methods=["POST"])
async def remind():
    text, kind = await typed("text"), await typed("kind")
    if text:
        await tell(text, kind or None)
    return redirect(to("index"))


@app.route("/api/books", methods=["POST"])
async def give_by_phone():
    sent = request.get_json(silent=True)
    try:
        number = works.add(str((sent or {}).get("title", "")).strip(), "phone")
    except (Untitled, Taken) as problem:
        return {"problem": str(problem)}, 422
    return {"number": number}, 201


@app.route("/broken")
async def broken():
    raise RuntimeError("await for ever")


@app.errorhandler(404)
async def no_page(error):
    return render_template("words.html", words="No such page"), 404


@app.errorhandler(500)
async def no_luck(error):
    return render_template("words.html", words="It broke"), 500


async def sticker(title):
    if len(title) > 40:
        raise OverflowError(title)
