"""Pages of the library."""

from cop.library.views import deciding, showing, suggesting
from cop.library.views.blueprint import blueprint

__all__ = ["blueprint", "deciding", "showing", "suggesting"]
