"""Les livres, tant que le site tourne."""

LIVRES = {"Le Petit Prince": "Antoine", "Vendredi": "Michel", "Momo": "Beppo"}
