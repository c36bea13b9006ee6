from flask import redirect, render_template, request, url_for

from .basis import BUECHER, Ansicht


class Regal(Ansicht):
    def get(self):
        return render_template("regal.html", buecher=BUECHER, gast=self.gast)


class Neu(Ansicht):
    def post(self):
        titel = request.form.get("title", "").strip()
        if not self.gast:
            return redirect(url_for("tuer"))
        if not titel:
            return self.melde("Der Titel fehlt.", "formular")
        if titel.casefold() in (buch[0].casefold() for buch in BUECHER):
            return self.melde(f"{titel} ist schon da.", "formular")
        BUECHER.append([titel, self.gast, ""])
        return self.melde(f"{titel} steht jetzt im Regal.", "success")


class Impressum(Ansicht):
    def get(self):
        return render_template("impressum.html")
