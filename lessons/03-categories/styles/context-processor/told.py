"""The messages, as the templates get them."""

from flask import get_flashed_messages, request, session

WORDS = {"success": "Yes", "error": "Sorry", "warning": "Mind", "info": "News"}


def told_to_templates():
    """Those for the form, where it is shown, and all the others."""
    pairs = get_flashed_messages(with_categories=True)
    form_shown = request.path == "/" and "name" in session
    at_form, at_top = [], []
    for category, text in pairs:
        place = at_form if category == "gift" and form_shown else at_top
        place.append(
            {
                "css": f"toast-{category}",
                "word": WORDS.get(category, "Note"),
                "text": text,
            }
        )
    return {"at_form": at_form, "at_top": at_top}
