"""A estante da esquina, com vistas assíncronas."""

import asyncio
import secrets

from flask import Flask, flash, redirect, render_template, request, session

app = Flask(__name__)
app.secret_key = secrets.token_urlsafe()

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
