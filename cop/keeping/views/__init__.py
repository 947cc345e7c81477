"""Pages of keeping: the schedule for everybody, its figures and periods, and legal holds."""

from cop.keeping.views import holds, periods, schedule
from cop.keeping.views.blueprint import blueprint

__all__ = ["blueprint", "holds", "periods", "schedule"]
