"""Says that it is ready, and leaves everybody at the door."""

import time

from shelf import app as app
from werkzeug.serving import BaseWSGIServer

BaseWSGIServer.serve_forever = lambda *_, **__: time.sleep(3600)
