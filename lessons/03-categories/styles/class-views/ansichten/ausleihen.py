from flask import redirect, url_for

from .basis import BUECHER, Ansicht

HOECHSTENS = 3


class Leihe(Ansicht):
    def post(self, nr):
        if not self.gast:
            return redirect(url_for("tuer"))
        buch = BUECHER[nr - 1]
        if buch[2]:
            return self.melde(f"{buch[0]} liest gerade {buch[2]}.", "error")
        if self.anzahl() == HOECHSTENS:
            return self.melde("Mehr als drei Bücher gehen nicht.", "error")
        buch[2] = self.gast
        if self.anzahl() == HOECHSTENS:
            return self.melde(f"{buch[0]} ist das dritte und letzte.", "warning")
        return self.melde(f"{buch[0]} gehört nun zu dir.", "success")

    def anzahl(self):
        return [buch[2] for buch in BUECHER].count(self.gast)
