"""The pages of intentions."""

from cop.intentions.views import listing, offers, relationships, sharing, showing, wording
from cop.intentions.views.blueprint import blueprint

__all__ = ["blueprint", "listing", "offers", "relationships", "sharing", "showing", "wording"]
