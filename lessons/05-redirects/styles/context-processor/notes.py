"""Messages as the templates want them: objects that know their look and their word."""

from dataclasses import dataclass

from flask import get_flashed_messages
from markupsafe import Markup

LOOKS = {
    "success": ("good", "Well done"),
    "error": ("bad", "No"),
    "warning": ("care", "Take care"),
    "info": ("info", "By the way"),
}


@dataclass
class Note:
    text: str | Markup
    look: str
    word: str

    @property
    def role(self):
        return "alert" if self.look == "bad" else "status"


def notes_for_page():
    """A function, so that only a page that shows the notes takes them."""

    def notes():
        pairs = get_flashed_messages(with_categories=True)
        return [Note(text, *LOOKS.get(kind, ("", "Note"))) for kind, text in pairs]

    return {"notes": notes}
