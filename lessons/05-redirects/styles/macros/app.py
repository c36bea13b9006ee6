"""Lo scaffale all'angolo."""

import os
import sys
from types import SimpleNamespace

from flask import Flask, Response, flash, jsonify, request, session
from flask import render_template as pagina
from flask import url_for as a
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY")
if app.config["SECRET_KEY"] in (None, ""):
    sys.exit("Manca SECRET_KEY: va messa nelle variabili di ambiente.")
if vecchia := os.environ.get("OLD_SECRET_KEY"):
    app.config["SECRET_KEY_FALLBACKS"] = (vecchia,)

SCAFFALE = [
    SimpleNamespace(titolo=titolo, di=di, presso=None)
    for titolo, di in (
        ("The Left Hand of Darkness", "Ursula"),
        ("Momo", "Beppo"),
        ("Invisible Cities", "Italo"),
        ("Middlemarch", "Dorothea"),
    )
]


def vai(indirizzo):
    return redirect(indirizzo, 303)


def trova(numero):
    try:
        return SCAFFALE[numero - 1] if numero else None
    except IndexError:
        raise NotFound from None


def ostacolo(titolo):
    if titolo == "":
        return "Manca il titolo."
    doppio = [x for x in SCAFFALE if x.titolo.lower() == titolo.lower()]
    return f"«{titolo}» è già sullo scaffale." if doppio else None


def di_casa(indirizzo):
    """Vero per un indirizzo di questa app."""
    inizio = indirizzo[:2].replace("\\", "/")
    if inizio == "//" or inizio[:1] != "/":
        return False
    return indirizzo.isprintable() and not indirizzo.count("\\")


@app.get("/")
def scaffale():
    return pagina("scaffale.html", libri=SCAFFALE)


@app.get("/about")
def chi_siamo():
    return pagina("chi_siamo.html")


@app.get("/search")
def cerca():
    parola = request.args.get("q", "").strip()
    trovati = [x for x in SCAFFALE if parola.lower() in x.titolo.lower()]
    if not trovati:
        flash(f"Niente con «{parola}».")
    return pagina("cerca.html", parola=parola, trovati=trovati)


@app.get("/sign-in")
def entra():
    return pagina("entra.html", poi=request.args.get("next", ""))


@app.post("/sign-in")
def entrato():
    nome, poi = (request.form.get(c, "") for c in ("name", "next"))
    if nome.strip():
        session["nome"] = nome.strip()
        flash(f"Benvenuto, {nome.strip()}.")
        return vai(poi) if di_casa(poi) else vai(a("scaffale"))
    flash("Serve un nome.", "error")
    return Response(pagina("entra.html", poi=poi), status=422)


@app.post("/sign-out")
def esci():
    nome = session.get("nome")
    session.clear()
    if nome:
        flash(f"Arrivederci, {nome}.")
    return vai(a("scaffale"))


@app.post("/books")
def aggiungi():
    if "nome" not in session:
        return vai(a("entra"))
    titolo = request.form.get("title", "").strip()
    if problema := ostacolo(titolo):
        flash(problema, "modulo")
        testo = pagina("scaffale.html", libri=SCAFFALE, titolo=titolo)
        return Response(testo, status=422)
    SCAFFALE.append(SimpleNamespace(titolo=titolo, di=session["nome"], presso=None))
    qui = a("libro", numero=len(SCAFFALE))
    flash(Markup("«<a href='{}'>{}</a>»: grazie.").format(qui, titolo), "success")
    return vai(a("scaffale"))


@app.get("/books/<int:numero>")
def libro(numero):
    return pagina("libro.html", libro=trova(numero), numero=numero)


@app.get("/books/latest")
def ultimo():
    return vai(a("libro", numero=len(SCAFFALE)))


@app.post("/books/<int:numero>/rename")
def rinomina(numero):
    if "nome" not in session:
        return vai(a("entra"))
    uno = trova(numero)
    titolo = request.form.get("title", "").strip()
    if problema := ostacolo(titolo):
        flash(problema, "error")
        testo = pagina("libro.html", libro=uno, numero=numero, titolo=titolo)
        return Response(testo, status=422)
    uno.titolo = titolo
    flash(f"Ora si chiama «{titolo}».", "success")
    return vai(a("libro", numero=numero))


@app.post("/books/<int:numero>/label")
def etichetta(numero):
    uno = trova(numero)
    stampa(uno.titolo)
    flash(f"Etichetta stampata: «{uno.titolo}».", "success")
    return vai(a("libro", numero=numero))


@app.post("/books/<int:numero>/borrow")
def prendi(numero):
    if "nome" not in session:
        return vai(a("entra"))
    uno = trova(numero)
    miei = [x for x in SCAFFALE if x.presso == session["nome"]]
    if uno.presso is not None:
        flash(f"«{uno.titolo}» è da {uno.presso}.", "error")
        return vai(a("scaffale"))
    if len(miei) > 2:
        flash("Ne hai già tre.", "error")
        return vai(a("scaffale"))
    uno.presso = session["nome"]
    if len(miei) == 2:
        flash(f"«{uno.titolo}» è il terzo e ultimo.", "warning")
    else:
        flash(f"«{uno.titolo}» è tuo per un po'.", "success")
    return vai(a("scaffale"))


@app.post("/books/<int:numero>/return")
def rendi(numero):
    uno = trova(numero)
    if uno.presso and uno.presso == session.get("nome"):
        uno.presso = None
        flash(f"«{uno.titolo}» è tornato.", "info")
    return vai(a("scaffale"))


@app.post("/reminders")
def promemoria():
    testo = request.form.get("text", "").strip()
    genere = request.form.get("kind", "")
    if testo:
        flash(testo, category=genere or "message")
    return vai(a("scaffale"))


@app.post("/api/books")
def dal_telefono():
    dati = request.get_json(silent=True)
    titolo = dati.get("title", "").strip() if isinstance(dati, dict) else ""
    if problema := ostacolo(titolo):
        return jsonify({"problema": problema}), 409
    SCAFFALE.append(SimpleNamespace(titolo=titolo, di="telefono", presso=None))
    return jsonify({"numero": len(SCAFFALE)}), 201


@app.get("/broken")
def rotto():
    raise ArithmeticError("rotto")


@app.errorhandler(404)
def non_qui(_):
    return pagina("errore.html", che="Non qui"), 404


@app.errorhandler(500)
def guasto(_):
    return pagina("errore.html", che="Un guasto"), 500


def stampa(titolo):
    if len(titolo) > 40:
        raise RuntimeError(f"{titolo} è troppo lungo")
