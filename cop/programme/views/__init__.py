"""Pages of programmes."""

from cop.programme.views import keeping, programmes
from cop.programme.views.blueprint import blueprint

__all__ = ["blueprint", "keeping", "programmes"]
