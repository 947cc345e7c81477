"""Pages of sets that meet."""

from cop.meetings.views import contracts, guides, health, lives
from cop.meetings.views.blueprint import blueprint

__all__ = ["blueprint", "contracts", "guides", "health", "lives"]
