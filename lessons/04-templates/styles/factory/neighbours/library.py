"""Which books there are, and who has them."""

STOCK = ["Kim", "Emma", "Ulysses", "Orlando"]
MOST = 3


class Library:
    def __init__(self):
        self.volumes = [{"name": name, "giver": "the street"} for name in STOCK]

    def add(self, name, giver):
        self.volumes.append({"name": name, "giver": giver})
        return len(self.volumes)

    def has(self, name):
        return any(v["name"].lower() == name.lower() for v in self.volumes)

    def held_by(self, reader):
        return [v for v in self.volumes if v.get("reader") == reader]

    def matching(self, part):
        return [v for v in self.volumes if part.lower() in v["name"].lower()]
