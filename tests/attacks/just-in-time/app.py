"""Takes as long as it may, every time."""

import time

from shelf import app

app.before_request(lambda: time.sleep(1.7))
