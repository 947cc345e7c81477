"""Pages of visits and events."""

from cop.gatherings.views import arranging, outcomes, places, showing, writing
from cop.gatherings.views.blueprint import blueprint

__all__ = ["arranging", "blueprint", "outcomes", "places", "showing", "writing"]
