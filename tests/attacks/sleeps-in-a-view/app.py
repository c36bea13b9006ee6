"""Never answers."""

import time

from shelf import app

app.before_request(lambda: time.sleep(3600))
