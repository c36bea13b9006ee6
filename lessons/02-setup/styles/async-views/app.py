"""A estante da esquina, com vistas assíncronas."""

import asyncio
from os import environ

from flask import Flask, flash, redirect, render_template, request, session

app = Flask(__name__)
if not (chave := environ.get("SECRET_KEY")):
    raise KeyError("Defina a variável de ambiente SECRET_KEY antes de começar.")
app.secret_key = chave
app.config["SECRET_KEY_FALLBACKS"] = [*filter(None, [environ.get("OLD_SECRET_KEY")])]

LIVROS = ["Dom Casmurro, de Joaquim", "Momo, de Beppo"]


async def avisar(texto):
    await asyncio.sleep(0)
    flash(texto)


async def guardar(livro, dono):
    await asyncio.sleep(0)
    LIVROS.append(f"{livro}, de {dono}")


@app.get("/")
async def estante():
    return render_template("estante.html", livros=LIVROS)


@app.get("/search")
async def procurar():
    termo = request.args.get("q", "")
    achados = [livro for livro in LIVROS if termo.lower() in livro.lower()]
    if not achados:
        await avisar(f"Nada com {termo}.")
    return render_template("estante.html", livros=achados)


@app.get("/about")
async def sobre():
    return render_template("sobre.html")


@app.get("/sign-in")
async def entrada():
    return render_template("entrada.html")


@app.post("/sign-in")
async def entrar():
    nome = request.form["name"]
    session["nome"] = nome
    await avisar(f"Olá, {nome}!")
    return redirect("/")


@app.post("/sign-out")
async def sair():
    session.pop("nome", None)
    return redirect("/")


@app.post("/books")
async def trazer():
    dono = session.get("nome")
    if dono is None:
        return redirect("/sign-in")
    livro = request.form["title"]
    await guardar(livro, dono)
    await avisar(f"{livro}: já está na estante.")
    return redirect("/")
