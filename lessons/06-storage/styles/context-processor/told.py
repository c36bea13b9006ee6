"""What each template is handed: messages for the top, and those for a form."""

from flask import get_flashed_messages, session

LOOKS = {
    "success": ("success", "Done", "status"),
    "error": ("error", "Problem", "alert"),
    "add-book": ("error", "Problem", "alert"),
    "warning": ("warning", "Careful", "status"),
    "info": ("info", "Note", "status"),
}


class Told:
    """A message as a template wants it."""

    def __init__(self, message):
        self.kind, self.text = message
        self.look, self.word, self.role = LOOKS.get(
            self.kind, ("info", "Note", "status")
        )
        self.number = getattr(message, "id", None)
        self.stays = getattr(message, "sticky", False)


def to_templates():
    told = [Told(m) for m in get_flashed_messages(with_categories=True)]
    return {"told": told, "form_kind": "add-book" if "name" in session else ""}
