from dataclasses import dataclass, field

MOST = 3


@dataclass
class Copy:
    name: str
    giver: str
    holder: str | None = None


@dataclass
class Stock:
    copies: list[Copy] = field(default_factory=list)

    def has(self, name):
        return any(copy.name.lower() == name.lower() for copy in self.copies)

    def at(self, place):
        return self.copies[place - 1] if 0 < place <= len(self.copies) else None

    def held_by(self, person):
        return len([copy for copy in self.copies if copy.holder == person])


STOCK = Stock(
    [
        Copy("The Left Hand of Darkness", "Ursula"),
        Copy("Momo", "Beppo"),
        Copy("Invisible Cities", "Italo"),
        Copy("Middlemarch", "Dorothea"),
    ]
)
