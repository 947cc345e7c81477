"""The pages of moderation."""

from cop.moderation.views import decisions, hiding, mine, queue, reports, reviews
from cop.moderation.views.routes import blueprint

__all__ = ["blueprint", "decisions", "hiding", "mine", "queue", "reports", "reviews"]
