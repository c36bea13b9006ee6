"""Was Besucher erfahren: eine Funktion für jede Art von Meldung."""

import time

from flask import flash, get_flashed_messages, redirect, session, url_for

from .ablage import Zettel


def gelungen(text):
    flash(text, "success")


def misslungen(text):
    flash(text, "error")


def nebenbei(text):
    flash(text, "info")


def anheften(zettel):
    session["_flashes"] = [*session.get("_flashes", []), zettel]


def auf_zeit(text, art, sekunden, seiten, fest):
    """Ein Zettel, der länger hängt als auf einer Seite."""
    bis = time.time() + sekunden if sekunden else None
    anheften(Zettel(art, text, bis, seiten, fest))


def hängen_lassen():
    """Was diese Seite als letzte zeigt, zeigt auch die nächste noch."""
    for zettel in get_flashed_messages(with_categories=True):
        if zettel.letzte_seite:
            anheften(Zettel(*zettel, zettel.bis, 1, zettel.fest))


def abreissen(nr):
    return session.ablage.abreissen(session.wer, nr) > 0


def zum(ziel, **werte):
    return redirect(url_for(ziel, **werte), code=303)
