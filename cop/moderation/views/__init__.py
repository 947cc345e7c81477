"""The pages of moderation."""

from cop.moderation.views import (
    decisions,
    figures,
    hiding,
    mine,
    purging,
    queue,
    redacting,
    reports,
    reviews,
    together,
)
from cop.moderation.views.routes import blueprint

__all__ = [
    "blueprint",
    "decisions",
    "figures",
    "hiding",
    "mine",
    "purging",
    "queue",
    "redacting",
    "reports",
    "reviews",
    "together",
]
