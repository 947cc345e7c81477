"""The pages of intentions."""

from cop.intentions.views import (
    impacts,
    indicators,
    listing,
    offers,
    relationships,
    sharing,
    showing,
    sponsoring,
    stories,
    updates,
    wording,
)
from cop.intentions.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "impacts",
    "indicators",
    "listing",
    "offers",
    "relationships",
    "sharing",
    "showing",
    "sponsoring",
    "stories",
    "updates",
    "wording",
]
