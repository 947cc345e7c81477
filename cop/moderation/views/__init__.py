"""The pages of moderation."""

from cop.moderation.views import (
    applications,
    decisions,
    figures,
    hiding,
    mine,
    pieces,
    purging,
    queue,
    redacting,
    reports,
    reviews,
    together,
)
from cop.moderation.views.routes import blueprint

__all__ = [
    "applications",
    "blueprint",
    "decisions",
    "figures",
    "hiding",
    "mine",
    "pieces",
    "purging",
    "queue",
    "redacting",
    "reports",
    "reviews",
    "together",
]
