"""Das Bücherregal an der Ecke."""

import os
from collections import UserList
from types import SimpleNamespace

from flask import (
    Flask,
    abort,
    flash,
    get_flashed_messages,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from markupsafe import Markup

app = Flask(__name__)
schluessel = os.environ.get("SECRET_KEY")
if not schluessel:
    raise ValueError("SECRET_KEY fehlt, also kann das Regal nicht öffnen.")
app.config["SECRET_KEY"] = schluessel
if frueher := os.environ.get("OLD_SECRET_KEY"):
    app.config["SECRET_KEY_FALLBACKS"] = [frueher]

ARTEN = {
    "success": ("gruen", "Erledigt"),
    "error": ("rot", "Fehler"),
    "warning": ("gelb", "Achtung"),
}
AM_FORMULAR = "am-formular"


class Regal(UserList):
    def nummer(self, zahl):
        if not 1 <= zahl <= len(self):
            abort(404)
        return self[zahl - 1]

    def bei(self, name):
        return len([buch for buch in self if buch.bei == name])


def neues_buch(titel, von):
    return SimpleNamespace(titel=titel, von=von, bei=None)


regal = Regal(
    neues_buch(titel, "Anna") for titel in ("Effi Briest", "Faust", "Malina", "Tynset")
)


@app.context_processor
def meldungen_fuer_alle_seiten():
    alle = []
    for art, text in get_flashed_messages(with_categories=True):
        farbe, wort = ARTEN.get(art, ("grau", "Hinweis"))
        if art == AM_FORMULAR:
            farbe, wort = ARTEN["error"]
        meldung = SimpleNamespace(art=art, text=text, farbe=farbe, wort=wort)
        meldung.rolle = "alert" if farbe == "rot" else "status"
        alle.append(meldung)
    hat_formular = request.endpoint == "start" and "name" in session
    am_formular = [m for m in alle if m.art == AM_FORMULAR] if hat_formular else []
    oben = [m for m in alle if m not in am_formular]
    return {"oben": oben, "am_formular": am_formular}


@app.before_request
def nur_fuer_leser():
    """Was ein Browser von sich aus holt, liest niemand."""
    if request.headers.get("Sec-Purpose", "").startswith("prefetch"):
        return "Nicht im Voraus.", 503
    if request.routing_exception and request.headers.get("Sec-Fetch-Dest") == "image":
        return "Dieses Bild gibt es nicht.", 404
    return None


def melde(art, text):
    flash(text, art)
    return redirect(url_for("start"))


@app.get("/")
def start():
    return render_template("start.html", regal=regal)


@app.get("/search")
def suche():
    wort = request.args.get("q", "")
    treffer = [b for b in regal if wort.casefold() in b.titel.casefold()]
    if not treffer:
        flash(f"Kein Buch mit „{wort}“.", "info")
    return render_template("suche.html", treffer=treffer, wort=wort)


@app.get("/about")
def ueber_uns():
    return render_template("ueber.html")


@app.get("/sign-in")
def wer():
    return render_template("wer.html")


@app.post("/sign-in")
def anmelden():
    session["name"] = request.form.get("name", "Gast")
    return melde("success", f"Guten Tag, {session['name']}.")


@app.post("/sign-out")
def abmelden():
    session.pop("name", None)
    return redirect(url_for("start"))


@app.post("/books")
def hinstellen():
    if "name" not in session:
        return redirect(url_for("wer"))
    titel = request.form.get("title", "").strip()
    if not titel:
        return melde(AM_FORMULAR, "Der Titel fehlt.")
    if titel.casefold() in {buch.titel.casefold() for buch in regal}:
        return melde(AM_FORMULAR, f"„{titel}“ steht schon im Regal.")
    regal.append(neues_buch(titel, session["name"]))
    verweis = Markup('<a href="{}">{}</a>')
    verweis = verweis.format(url_for("buch", zahl=len(regal)), titel)
    return melde("success", "Jetzt im Regal: " + verweis)


@app.get("/books/<int:zahl>")
def buch(zahl):
    return render_template("buch.html", buch=regal.nummer(zahl))


@app.post("/books/<int:zahl>/borrow")
def ausleihen(zahl):
    buch = regal.nummer(zahl)
    bisher = regal.bei(session["name"])
    if buch.bei:
        return melde("error", f"„{buch.titel}“ ist bei {buch.bei}.")
    if bisher >= 3:
        return melde("error", "Mehr als drei Bücher sind zu schwer.")
    buch.bei = session["name"]
    if bisher == 2:
        return melde("warning", f"„{buch.titel}“ ist das letzte für heute.")
    return melde("success", f"„{buch.titel}“ ist bei dir.")


@app.post("/books/<int:zahl>/return")
def zurueckgeben(zahl):
    buch = regal.nummer(zahl)
    if buch.bei != session.get("name"):
        return redirect(url_for("start"))
    buch.bei = None
    return melde("info", f"„{buch.titel}“ ist zurück.")


@app.post("/reminders")
def erinnern():
    art = request.form.get("kind") or "message"
    return melde(art, request.form.get("text", ""))


@app.get("/broken")
def kaputt():
    return regal.nummer(1).gibt_es_nicht


@app.errorhandler(404)
def nicht_da(fehler):
    return render_template("fehler.html", satz="Diese Seite gibt es nicht."), 404


@app.errorhandler(500)
def abgestuerzt(fehler):
    return render_template("fehler.html", satz="Das Regal ist umgefallen."), 500
