from flask import Blueprint, flash, redirect, render_template, request, session, url_for

stacks = Blueprint("stacks", __name__)
volumes = [
    {"title": "The Left Hand of Darkness", "from": "Ursula", "with": ""},
    {"title": "Momo", "from": "Beppo", "with": ""},
    {"title": "Invisible Cities", "from": "Italo", "with": ""},
    {"title": "Middlemarch", "from": "Dorothea", "with": ""},
]


def taken(reader):
    return [volume for volume in volumes if volume["with"] == reader]


@stacks.route("/")
def all_books():
    return render_template("stacks.html", volumes=volumes)


@stacks.route("/search")
def look():
    part = request.args.get("q", "")
    there = [v for v in volumes if part.lower() in v["title"].lower()]
    if not there:
        flash("Nothing is called " + part, "warning")
    return render_template("look.html", volumes=there)


@stacks.route("/books", methods=["POST"])
def new():
    title = request.form["title"].strip()
    titles = [volume["title"].lower() for volume in volumes]
    if title == "":
        flash("Please give the title.", "title")
    elif title.lower() in titles:
        flash(title + " stands there already.", "title")
    elif session.get("name"):
        volumes.append({"title": title, "from": session["name"], "with": ""})
        flash("You brought " + title + ".", category="success")
    return redirect(url_for("stacks.all_books"))


@stacks.route("/books/<int:number>/borrow", methods=["POST"])
def lend(number):
    reader, volume = session["name"], volumes[number - 1]
    before = len(taken(reader))
    if volume["with"]:
        flash(volume["title"] + " is gone.", category="error")
    elif before >= 3:
        flash("You carry three books. That is enough.", category="error")
    else:
        volume["with"] = reader
        if before == 2:
            flash(volume["title"] + " is your third and last.", category="warning")
        else:
            flash("Have fun with " + volume["title"], category="success")
    return redirect(url_for("stacks.all_books"))


@stacks.route("/books/<int:number>/return", methods=["POST"])
def bring_back(number):
    volume = volumes[number - 1]
    if volume["with"] == session.get("name"):
        volume["with"] = ""
        flash("Welcome back, " + volume["title"], category="info")
    return redirect(url_for("stacks.all_books"))
