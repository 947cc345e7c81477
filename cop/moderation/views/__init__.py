"""The pages of moderation."""

from cop.moderation.views import decisions, hiding, mine, purging, queue, redacting, reports, reviews
from cop.moderation.views.routes import blueprint

__all__ = ["blueprint", "decisions", "hiding", "mine", "purging", "queue", "redacting", "reports", "reviews"]
