from flask import redirect, url_for

from .basis import BUECHER, Ansicht


class Gabe(Ansicht):
    def post(self, nr):
        buch = BUECHER[nr - 1]
        if not self.gast or buch[2] != self.gast:
            return redirect(url_for("regal"))
        buch[2] = ""
        return self.melde(f"{buch[0]} ist zurück.", "info")
