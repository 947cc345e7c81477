"""What pages show of intentions."""

from cop.intentions.queries.charts import Chart, chart_of, number
from cop.intentions.queries.home import AtHome, at_home
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
from cop.intentions.queries.sponsoring import commitments, encouragements, sponsored

__all__ = [
    "AtHome",
    "Chart",
    "Filters",
    "Found",
    "at_home",
    "chart_of",
    "commitments",
    "encouragements",
    "halves",
    "indicators",
    "intentions",
    "number",
    "offers",
    "pairs_of",
    "regions",
    "relationships",
    "sponsored",
    "updates",
    "wordings",
]
