"""Pages of visits and events."""

from cop.gatherings.views import arranging, places, showing, writing
from cop.gatherings.views.blueprint import blueprint

__all__ = ["arranging", "blueprint", "places", "showing", "writing"]
