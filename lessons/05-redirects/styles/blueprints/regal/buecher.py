"""Alles, was man mit Büchern tun kann."""

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from markupsafe import Markup

from .bestand import BESTAND, HOECHSTENS, Buch, ausgeliehen_von, drucke, einwand
from .meldungen import gelungen, misslungen, nebenbei, zum

bp = Blueprint("buecher", __name__)


@bp.url_value_preprocessor
def suche_buch(endpoint, werte):
    nummer = (werte or {}).get("nummer")
    if nummer is not None and not 0 < nummer <= len(BESTAND):
        abort(404)


@bp.route("/")
def regal():
    return render_template("buecher/regal.html", bestand=BESTAND)


@bp.route("/search")
def suchen():
    wort = request.args.get("q", "").strip()
    treffer = [b for b in BESTAND if wort.casefold() in b.titel.casefold()]
    if not treffer:
        flash(f"Nichts gefunden zu „{wort}“.")
    return render_template("buecher/suchen.html", wort=wort, treffer=treffer)


@bp.route("/books", methods=["POST"])
def dazu():
    if "name" not in session:
        return redirect(url_for("leute.anmelden"))
    titel = request.form.get("title", "").strip()
    problem = einwand(titel)
    if problem:
        flash(problem, "formular")
        seite = render_template("buecher/regal.html", bestand=BESTAND, titel=titel)
        return seite, 422
    BESTAND.append(Buch(titel, session["name"]))
    adresse = url_for(".buch", nummer=len(BESTAND))
    gelungen(Markup("<a href='{}'>{}</a> steht nun hier.").format(adresse, titel))
    return zum("buecher.regal")


@bp.route("/books/<int:nummer>")
def buch(nummer):
    return render_template("buecher/buch.html", buch=BESTAND[nummer - 1], nr=nummer)


@bp.route("/books/latest")
def neuestes():
    return zum("buecher.buch", nummer=len(BESTAND))


@bp.route("/books/<int:nummer>/rename", methods=["POST"])
def umbenennen(nummer):
    if "name" not in session:
        return redirect(url_for("leute.anmelden"))
    buch = BESTAND[nummer - 1]
    titel = request.form.get("title", "").strip()
    problem = einwand(titel)
    if problem:
        misslungen(problem)
        return (
            render_template("buecher/buch.html", buch=buch, nr=nummer, titel=titel),
            422,
        )
    buch.titel = titel
    gelungen(f"Es heißt jetzt „{titel}“.")
    return zum("buecher.buch", nummer=nummer)


@bp.route("/books/<int:nummer>/label", methods=["POST"])
def etikett(nummer):
    titel = BESTAND[nummer - 1].titel
    drucke(titel)
    gelungen(f"Etikett für „{titel}“ gedruckt.")
    return zum("buecher.buch", nummer=nummer)


@bp.route("/books/<int:nummer>/borrow", methods=["POST"])
def ausleihen(nummer):
    name = session.get("name")
    if not name:
        return zum("leute.anmelden")
    buch = BESTAND[nummer - 1]
    schon = ausgeliehen_von(name)
    if buch.bei:
        misslungen(f"„{buch.titel}“ hat gerade {buch.bei}.")
    elif schon >= HOECHSTENS:
        misslungen("Mehr als drei gehen nicht.")
    else:
        buch.bei = name
        if schon + 1 == HOECHSTENS:
            flash(f"„{buch.titel}“, und damit ist es genug.", "warning")
        else:
            gelungen(f"„{buch.titel}“ gehört so lange Ihnen.")
    return zum("buecher.regal")


@bp.route("/books/<int:nummer>/return", methods=["POST"])
def zurueck(nummer):
    buch = BESTAND[nummer - 1]
    if buch.bei and buch.bei == session.get("name"):
        buch.bei = ""
        nebenbei(f"„{buch.titel}“ ist wieder da.")
    return zum("buecher.regal")
