"""Where `flask run` finds the factory."""

from shelf import create_app

__all__ = ["create_app"]
