"""The works on the shelf, and what cannot be done with them."""

from dataclasses import dataclass

from werkzeug.exceptions import NotFound


class Untitled(ValueError):
    def __str__(self):
        return "A title is needed"


class Taken(ValueError):
    def __str__(self):
        return f"Already here: {self.args[0]}"


class NotFree(ValueError):
    def __str__(self):
        return "Not free: {}, with {}".format(*self.args)


class Full(ValueError):
    def __str__(self):
        return "You have three"


@dataclass
class Work:
    title: str
    giver: str
    reader: str = ""


class Works:
    def __init__(self):
        self._all = [
            Work("The Left Hand of Darkness", "Ursula"),
            Work("Momo", "Beppo"),
            Work("Invisible Cities", "Italo"),
            Work("Middlemarch", "Dorothea"),
        ]

    def __iter__(self):
        return iter(self._all)

    def __len__(self):
        return len(self._all)

    def at(self, number):
        if number < 1 or number > len(self):
            raise NotFound
        return self._all[number - 1]

    def like(self, words):
        return [w for w in self if words.casefold() in w.title.casefold()]

    def _free(self, title):
        if not title:
            raise Untitled
        if any(w.title.casefold() == title.casefold() for w in self):
            raise Taken(title)

    def add(self, title, giver):
        self._free(title)
        self._all.append(Work(title, giver))
        return len(self)

    def rename(self, number, title):
        work = self.at(number)
        self._free(title)
        work.title = title

    def take(self, number, name):
        """How many more this reader may have after that."""
        work = self.at(number)
        held = sum(w.reader == name for w in self)
        if work.reader:
            raise NotFree(work.title, work.reader)
        if held == 3:
            raise Full
        work.reader = name
        return 2 - held

    def bring(self, number, name):
        work = self.at(number)
        if work.reader != name:
            return False
        work.reader = ""
        return True
