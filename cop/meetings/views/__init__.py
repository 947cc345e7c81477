"""Pages of sets that meet."""

from cop.meetings.views import contracts
from cop.meetings.views.blueprint import blueprint

__all__ = ["blueprint", "contracts"]
