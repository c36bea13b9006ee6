import os
import sys

from flask import Flask
from notes import notes
from people import people
from stacks import stacks

application = Flask(__name__)
application.secret_key = os.getenv("SECRET_KEY") or sys.exit(
    "There is no SECRET_KEY in the environment, so I do not start."
)
if os.getenv("OLD_SECRET_KEY"):
    application.config["SECRET_KEY_FALLBACKS"] = [os.getenv("OLD_SECRET_KEY")]
for part in (people, stacks, notes):
    application.register_blueprint(part)
