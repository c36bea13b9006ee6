"""Never comes to be."""

import time

time.sleep(3600)
