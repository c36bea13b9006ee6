"""What the library allows, and what it refuses."""


class Refused(Exception):
    kind = "error"


class FormRefused(Refused):
    kind = "giving"


class Library:
    most = 3

    def __init__(self):
        self.titles = ["The Left Hand of Darkness", "Momo"]
        self.titles += ["Invisible Cities", "Middlemarch"]
        self.lenders = ["Ursula", "Beppo", "Italo", "Dorothea"]
        self.readers = {}

    def like(self, text):
        return [title for title in self.titles if text.lower() in title.lower()]

    def give(self, title, name):
        if not title.strip():
            raise FormRefused("a book without a title")
        if title.lower() in [known.lower() for known in self.titles]:
            raise FormRefused(f"{title} a second time")
        self.titles.append(title)
        self.lenders.append(name)
        return title

    def left(self, name):
        return self.most - list(self.readers.values()).count(name)

    def lend(self, number, name):
        title = self.titles[number - 1]
        if title in self.readers:
            raise Refused(f"{title} while {self.readers[title]} reads it")
        if self.left(name) == 0:
            raise Refused("more than three books")
        self.readers[title] = name
        return title

    def take_back(self, number, name):
        title = self.titles[number - 1]
        if self.readers.get(title) != name:
            raise Refused("what you do not have")
        return self.readers.pop(title) and title
