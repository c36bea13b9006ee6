"""Der Bestand: eine Liste von Büchern, mehr nicht."""

from dataclasses import dataclass


@dataclass
class Buch:
    titel: str
    von: str
    bei: str = ""


BESTAND = [
    Buch("The Left Hand of Darkness", "Ursula"),
    Buch("Momo", "Beppo"),
    Buch("Invisible Cities", "Italo"),
    Buch("Middlemarch", "Dorothea"),
]
HOECHSTENS = 3


def einwand(titel):
    if not titel:
        return "Ohne Titel geht es nicht."
    for buch in BESTAND:
        if buch.titel.casefold() == titel.casefold():
            return f"„{titel}“ steht schon da."
    return None


def ausgeliehen_von(name):
    return sum(1 for buch in BESTAND if buch.bei == name)


def drucke(titel):
    if len(titel) > 40:
        raise OverflowError("So lang ist kein Etikett.")
