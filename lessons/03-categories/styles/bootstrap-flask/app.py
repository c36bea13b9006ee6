import os

from flask import Flask, flash, redirect, render_template, request, session
from flask_bootstrap import Bootstrap5

app = Flask(__name__)
app.config.from_mapping(SECRET_KEY=os.environ.get("SECRET_KEY"))
if not app.config["SECRET_KEY"]:
    raise OSError("SECRET_KEY is empty. Fill it with a long random text.")
if os.environ.get("OLD_SECRET_KEY"):
    app.config.update(SECRET_KEY_FALLBACKS=[os.environ["OLD_SECRET_KEY"]])
app.config["BOOTSTRAP_SERVE_LOCAL"] = True  # no other site is asked for its styles
Bootstrap5(app)

CALLED = {
    "success": "Well done!",
    "error": "Oh no!",
    "warning": "Look out!",
    "info": "FYI:",
}
ROWS = [
    {"title": "The Left Hand of Darkness", "owner": "Ursula", "lent": None},
    {"title": "Momo", "owner": "Beppo", "lent": None},
    {"title": "Invisible Cities", "owner": "Italo", "lent": None},
    {"title": "Middlemarch", "owner": "Dorothea", "lent": None},
]
ASIDE = "newbook"


@app.template_filter()
def worded(pairs):
    return [(kind, f"{CALLED.get(kind, 'Psst!')} {said}") for kind, said in pairs]


@app.route("/")
def home():
    return render_template("home.html", rows=ROWS, aside=ASIDE)


@app.route("/search")
def search():
    q = request.args.get("q", "")
    rows = [row for row in ROWS if q.lower() in row["title"].lower()]
    if not rows:
        flash(f"{q} was not found.", "warning")
    return render_template("hits.html", rows=rows)


@app.route("/about")
def about():
    return render_template("about.html")


@app.route("/sign-in", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        session["name"] = request.form["name"]
        flash(f"{session['name']} has come in.", "success")
        return redirect("/")
    return render_template("login.html")


@app.route("/sign-out", methods=["POST"])
def logout():
    session.pop("name", None)
    return redirect("/")


@app.route("/books", methods=["POST"])
def create():
    title = request.form["title"]
    known = [row["title"].lower() for row in ROWS]
    if not title:
        flash("The title is empty.", ASIDE)
        return redirect("/")
    if title.lower() in known:
        flash(f"{title} exists.", ASIDE)
        return redirect("/")
    ROWS.append({"title": title, "owner": session["name"], "lent": None})
    flash(f"{title} was added.", "success")
    return redirect("/")


@app.route("/books/<int:row_id>/borrow", methods=["POST"])
def checkout(row_id):
    row, user = ROWS[row_id - 1], session["name"]
    if row["lent"]:
        flash(f"{row['title']} is checked out.", "error")
        return redirect("/")
    total = sum(other["lent"] == user for other in ROWS)
    if total >= 3:
        flash("The limit is three.", "error")
        return redirect("/")
    row["lent"] = user
    total += 1
    kind = "warning" if total == 3 else "success"
    flash(f"{row['title']} was checked out, your number {total}.", kind)
    return redirect("/")


@app.route("/books/<int:row_id>/return", methods=["POST"])
def checkin(row_id):
    row = ROWS[row_id - 1]
    if row["lent"] is not None and row["lent"] == session.get("name"):
        row.update(lent=None)
        flash(f"{row['title']} was checked in.", "info")
    return redirect("/")


@app.route("/reminders", methods=["POST"])
def remember():
    said, kind = request.form["text"], request.form.get("kind")
    if kind:
        flash(said, kind)
    else:
        flash(said)
    return redirect("/")
