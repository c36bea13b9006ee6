"""Was die App aus ihrer Umgebung wissen muss."""

import os


class Einstellungen:
    def __init__(self):
        self.SECRET_KEY = os.environ.get("SECRET_KEY")
        if not self.SECRET_KEY:
            raise RuntimeError("Bitte SECRET_KEY setzen: ein langer Text, zufällig.")
        alt = os.environ.get("OLD_SECRET_KEY")
        self.SECRET_KEY_FALLBACKS = [alt] if alt else []
