import os

from flask import Flask, flash, redirect, render_template, request, session

app = Flask(__name__)


def secret(name):
    value = os.environ.get(name)
    if value:
        return value
    raise LookupError(f"{name} must hold a long random text, but it is empty.")


app.secret_key = secret("SECRET_KEY")
if os.environ.get("OLD_SECRET_KEY"):
    app.config["SECRET_KEY_FALLBACKS"] = [secret("OLD_SECRET_KEY")]

inventory = {"The Left Hand of Darkness": "Ursula", "Momo": "Beppo"}
inventory |= {"Invisible Cities": "Italo", "Middlemarch": "Dorothea"}
loans: dict[str, str] = {}


async def title_of(number):
    return list(inventory)[number - 1]


async def front(problem="", status=200):
    page = render_template(
        "front.html", inventory=inventory, loans=loans, problem=problem
    )
    return page, status


@app.get("/")
async def index():
    return await front()


@app.get("/search")
async def search():
    q = request.args.get("q", "").upper()
    result = [title for title in inventory if q in title.upper()]
    if not result:
        flash(f"No result for {request.args['q']}", "info")
    return render_template("result.html", result=result)


@app.get("/about")
async def about():
    return render_template("about.html")


@app.get("/sign-in")
async def ask_name():
    return render_template("name.html")


@app.post("/sign-in")
async def take_name():
    session["name"] = request.form["name"]
    flash(f"{session['name']}, welcome", "success")
    return redirect("/")


@app.post("/sign-out")
async def forget_name():
    session.pop("name", None)
    return redirect("/")


@app.post("/books")
async def donate():
    title = request.form["title"].strip()
    if not title:
        return await front("The title is missing.", 422)
    if title.upper() in (known.upper() for known in inventory):
        return await front(f"{title} is no new book.", 422)
    inventory[title] = session["name"]
    flash(f"Donated: {title}", "success")
    return redirect("/")


@app.post("/books/<int:number>/borrow")
async def lend(number):
    title, name = await title_of(number), session["name"]
    held = list(loans.values()).count(name)
    if title in loans:
        answer = f"{title} is on loan", "error"
    elif held == 3:
        answer = "Three loans are the limit", "error"
    else:
        loans[title] = name
        answer = f"On loan: {title}", "success"
        if held == 2:
            answer = f"Last loan: {title}", "warning"
    flash(*answer)
    return redirect("/")


@app.post("/books/<int:number>/return")
async def end_loan(number):
    title = await title_of(number)
    if loans.get(title) == session["name"]:
        loans.pop(title)
        flash(f"Loan of {title} has ended", "info")
    return redirect("/")


@app.post("/reminders")
async def remember():
    flash(request.form["text"], request.form.get("kind") or "message")
    return redirect("/")
