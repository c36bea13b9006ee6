from flask import flash, render_template, request

from .basis import BUECHER, Ansicht


class Suche(Ansicht):
    def get(self):
        teil = request.args.get("q", "").casefold()
        treffer = [buch for buch in BUECHER if teil in buch[0].casefold()]
        if not treffer:
            flash(f"Kein Buch heißt {teil}.", "info")
        return render_template("suche.html", treffer=treffer)
