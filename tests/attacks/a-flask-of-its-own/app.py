"""Would rather be run by a framework of its own."""

from shelf import app as app
