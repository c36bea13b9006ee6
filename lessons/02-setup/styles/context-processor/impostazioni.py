"""Le impostazioni dello scaffale."""

import os

SECRET_KEY = os.environ.get("SECRET_KEY") or ""
if len(SECRET_KEY) == 0:
    raise OSError("Senza una SECRET_KEY nella shell lo scaffale resta chiuso.")

SECRET_KEY_FALLBACKS = []
if os.environ.get("OLD_SECRET_KEY"):
    SECRET_KEY_FALLBACKS.append(os.environ["OLD_SECRET_KEY"])
