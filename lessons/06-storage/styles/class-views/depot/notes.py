"""Une note : la paire de flash(), et combien de temps elle reste."""

import json
import time
import uuid

from markupsafe import Markup


class Note:
    def __init__(self, kind, text, until=None, pages=1, pinned=False, mark=None):
        self.kind, self.text = kind, text
        self.until, self.pages, self.pinned = until, pages, pinned
        self.mark = mark or uuid.uuid4().hex

    def __iter__(self):
        yield self.kind
        yield self.text

    def __getitem__(self, place):
        return [self.kind, self.text][place]

    @property
    def late(self):
        return bool(self.until) and time.time() >= self.until

    @property
    def last_page(self):
        return self.pages == 1

    def turned(self):
        """False when this was the last page that shows it."""
        if self.pages:
            self.pages -= 1
            return self.pages > 0
        return True

    def packed(self):
        facts = {**vars(self), "text": str(self.text)}
        return json.dumps([facts, hasattr(self.text, "__html__")])

    @classmethod
    def unpacked(cls, packed):
        facts, html = json.loads(packed)
        if html:
            facts["text"] = Markup(facts["text"])
        return cls(**facts)
