from flask import Blueprint, flash, redirect, render_template, request, session, url_for

people = Blueprint("people", __name__)


@people.route("/sign-in", methods=["GET", "POST"])
def enter():
    if request.method == "POST":
        session["name"] = request.form["name"].strip()
        flash("Hello, " + session["name"], category="info")
        return redirect(url_for("stacks.all_books"))
    return render_template("enter.html")


@people.route("/sign-out", methods=["POST"])
def go():
    session.pop("name", None)
    return redirect(url_for("stacks.all_books"))


@people.route("/about")
def who_we_are():
    return render_template("us.html")
