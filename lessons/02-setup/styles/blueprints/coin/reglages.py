"""Les clés du site, lues dans l'environnement."""

import os
import sys

CLE = os.getenv("SECRET_KEY")
if not CLE:
    sys.exit("Le site ne démarre pas : la variable SECRET_KEY n'est pas définie.")
ANCIENNES = [cle for cle in (os.getenv("OLD_SECRET_KEY"),) if cle]
