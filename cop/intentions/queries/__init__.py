"""What pages show of intentions."""

from cop.intentions.queries.charts import Chart, chart_of, number
from cop.intentions.queries.listing import Filters, Found, intentions, regions
from cop.intentions.queries.showing import (
    halves,
    indicators,
    offers,
    pairs_of,
    relationships,
    updates,
    wordings,
)

__all__ = [
    "Chart",
    "Filters",
    "Found",
    "chart_of",
    "halves",
    "indicators",
    "intentions",
    "number",
    "offers",
    "pairs_of",
    "regions",
    "relationships",
    "updates",
    "wordings",
]
