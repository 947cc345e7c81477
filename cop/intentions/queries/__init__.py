"""What pages show of intentions."""

from cop.intentions.queries.listing import Filters, Found, intentions, regions
from cop.intentions.queries.showing import halves, offers, pairs_of, relationships, wordings

__all__ = [
    "Filters",
    "Found",
    "halves",
    "intentions",
    "offers",
    "pairs_of",
    "regions",
    "relationships",
    "wordings",
]
