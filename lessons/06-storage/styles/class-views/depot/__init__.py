"""Le dépôt : ce que l'étagère retient de chacun, et ce qu'elle a encore à lui dire."""

from .files import Depot
from .guichet import Guichet
from .notes import Note

__all__ = ["Depot", "Guichet", "Note"]
