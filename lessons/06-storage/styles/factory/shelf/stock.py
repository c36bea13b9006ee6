"""The books and what may be done with them. Knows nothing of the web."""


class Trouble(Exception):
    """Something that cannot be done, in words for a neighbour."""


class Volume:
    def __init__(self, title, owner):
        self.title = title
        self.owner = owner
        self.borrower = ""


class Stock:
    most = 3

    def __init__(self):
        self.volumes = [
            Volume("The Left Hand of Darkness", "Ursula"),
            Volume("Momo", "Beppo"),
            Volume("Invisible Cities", "Italo"),
            Volume("Middlemarch", "Dorothea"),
        ]

    def check(self, title):
        if title == "":
            raise Trouble("A book needs a title.")
        if any(v.title.lower() == title.lower() for v in self.volumes):
            raise Trouble(f"“{title}” is here already.")

    def put(self, title, owner):
        self.check(title)
        self.volumes.append(Volume(title, owner))
        return len(self.volumes)

    def lend(self, volume, reader):
        """True when it is the last one that this reader may have."""
        if volume.borrower:
            raise Trouble(f"{volume.borrower} has “{volume.title}”.")
        if self.held_by(reader) >= self.most:
            raise Trouble(f"{self.most} books are enough. Bring one back first.")
        volume.borrower = reader
        return self.held_by(reader) == self.most

    def held_by(self, reader):
        return len([v for v in self.volumes if v.borrower == reader])


def make_label(title):
    """Stands in for the printer."""
    if len(title) > 40:
        raise RuntimeError("the label is full")
