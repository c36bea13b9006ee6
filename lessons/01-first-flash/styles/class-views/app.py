"""El estante de la esquina, con una clase para cada dirección."""

from secrets import token_bytes
from typing import ClassVar

from flask import Flask, flash, redirect, render_template, request, session
from flask.views import MethodView, View

app = Flask(__name__)
app.config.update(SECRET_KEY=token_bytes(24))


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
    ("/sign-in", Entrada.as_view("entrada")),
    ("/sign-out", Salida.as_view("salida")),
    ("/books", Libros.as_view("libros")),
):
    app.add_url_rule(regla, view_func=vista)
