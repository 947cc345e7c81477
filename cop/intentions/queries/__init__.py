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
from cop.intentions.queries.value import (
    by_level,
    impacts,
    impacts_of,
    own_stories,
    stories,
    stories_to_evaluate,
)

__all__ = [
    "AtHome",
    "Chart",
    "Filters",
    "Found",
    "at_home",
    "by_level",
    "chart_of",
    "commitments",
    "encouragements",
    "halves",
    "impacts",
    "impacts_of",
    "indicators",
    "intentions",
    "number",
    "offers",
    "own_stories",
    "pairs_of",
    "regions",
    "relationships",
    "sponsored",
    "stories",
    "stories_to_evaluate",
    "updates",
    "wordings",
]
