"""Pages of statements."""

from cop.statements.views import accepting, publishing, reading
from cop.statements.views.addresses import blueprint

__all__ = ["accepting", "blueprint", "publishing", "reading"]
