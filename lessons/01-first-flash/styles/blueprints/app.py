"""L'étagère du coin."""

from coin import application

__all__ = ["application"]
