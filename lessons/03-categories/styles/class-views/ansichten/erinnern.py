from flask import request

from .basis import Ansicht


class Zettel(Ansicht):
    def post(self):
        art = request.form.get("kind", "") or "message"
        return self.melde(request.form["text"], art)
