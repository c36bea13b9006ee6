"""El estante de la esquina, con una clase para cada dirección."""

import os
from typing import ClassVar

from flask import Flask, flash, redirect, render_template, request, session
from flask.views import MethodView, View

app = Flask(__name__)


class Claves:
    def __init__(self, entorno):
        self.actual = entorno.get("SECRET_KEY")
        self.anterior = entorno.get("OLD_SECRET_KEY")

    def poner(self, configuracion):
        if not self.actual:
            raise LookupError("Falta la variable de entorno SECRET_KEY, o está vacía.")
        configuracion.update(SECRET_KEY=self.actual)
        if self.anterior:
            configuracion.update(SECRET_KEY_FALLBACKS=[self.anterior])


Claves(os.environ).poner(app.config)


class Libro:
    todos: ClassVar[list["Libro"]] = []

    def __init__(self, titulo, de):
        self.titulo, self.de = titulo, de
        self.todos.append(self)


Libro("Rayuela", "Julio")
Libro("Platero y yo", "Juan Ramón")


class Pagina(View):
    def __init__(self, plantilla):
        self.plantilla = plantilla

    def dispatch_request(self):
        return render_template(self.plantilla, libros=Libro.todos)


class Busqueda(View):
    def dispatch_request(self):
        texto = request.args.get("q", default="")
        libros = [x for x in Libro.todos if texto.lower() in x.titulo.lower()]
        if not libros:
            flash(f"No hay nada con {texto} en el estante.")
        return render_template("busqueda.html", libros=libros, texto=texto)


class Accion(MethodView):
    """Una acción dice lo que pasó y vuelve al estante."""

    def terminar(self, dicho=None):
        if dicho is not None:
            flash(dicho)
        return redirect("/")


class Entrada(Accion):
    def get(self):
        return render_template("entrada.html")

    def post(self):
        session["vecino"] = request.form["name"]
        return self.terminar(f"¡Hola, {session['vecino']}!")


class Salida(Accion):
    def post(self):
        del session["vecino"]
        return self.terminar()


class Libros(Accion):
    def post(self):
        if "vecino" not in session:
            return redirect("/sign-in")
        libro = Libro(request.form["title"], session["vecino"])
        return self.terminar(f"Ya está en el estante: {libro.titulo}")


for regla, vista in (
    ("/", Pagina.as_view("estante", "estante.html")),
    ("/about", Pagina.as_view("acerca", "acerca.html")),
    ("/search", Busqueda.as_view("busqueda")),
    ("/sign-in", Entrada.as_view("entrada")),
    ("/sign-out", Salida.as_view("salida")),
    ("/books", Libros.as_view("libros")),
):
    app.add_url_rule(regla, view_func=vista)
