"""The pages of intentions."""

from cop.intentions.views import (
    indicators,
    listing,
    offers,
    relationships,
    sharing,
    showing,
    sponsoring,
    updates,
    wording,
)
from cop.intentions.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "indicators",
    "listing",
    "offers",
    "relationships",
    "sharing",
    "showing",
    "sponsoring",
    "updates",
    "wording",
]
