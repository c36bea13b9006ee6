"""Lo scaffale all'angolo: chi passa lascia un libro."""

from secrets import token_hex

from flask import (
    Flask,
    flash,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

app = Flask(__name__)
app.config["SECRET_KEY"] = token_hex(20)
app.config["SCAFFALE"] = []
app.config["SCAFFALE"] += [("Marcovaldo", "Italo"), ("La storia", "Elsa")]


@app.context_processor
def per_tutte_le_pagine():
    return {
        "avvisi": get_flashed_messages(with_categories=True),
        "scaffale": app.config["SCAFFALE"],
    }


def vai(dove):
    risposta = make_response("", 303)
    risposta.headers["Location"] = url_for(dove)
    return risposta


@app.get("/")
def inizio():
    return render_template("inizio.html")


@app.get("/about")
def chi_siamo():
    return render_template("chi_siamo.html")


@app.get("/sign-in")
def porta():
    return render_template("porta.html")


@app.post("/sign-in")
def entra():
    nome = request.values["name"]
    saluto = f"Benvenuta o benvenuto, {nome}"
    session.update(nome=nome)
    flash(saluto)
    return vai("inizio")


@app.post("/sign-out")
def esci():
    session.pop("nome")
    return redirect(url_for("inizio"))


@app.post("/books")
def lascia():
    if not session.get("nome"):
        return vai("porta")
    titolo = request.values["title"]
    app.config["SCAFFALE"].append((titolo, session["nome"]))
    flash(f"Grazie per {titolo}")
    return vai("inizio")
