"""Pages of inquiries."""

from cop.inquiries.views import keeping, reporting, responding, showing, theming
from cop.inquiries.views.blueprint import blueprint

__all__ = ["blueprint", "keeping", "reporting", "responding", "showing", "theming"]
