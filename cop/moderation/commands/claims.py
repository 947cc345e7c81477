"""Say that one looks at something, so that nobody else does at the same time; it lapses by itself."""

from cop import policy
from cop.db import command
from cop.errors import Conflict
from cop.models import Review
from cop.moderation.commands.cases import lock_review, require_mine


@command
def claim(*, actor_id: int, review_id: int) -> Review:
    """Be the one who looks at a review, for a quarter of an hour. A repeat begins that anew; Conflict where somebody
    else looks at it, or it was decided.
    """
    actor = policy.load_actor(actor_id)
    review = lock_review(actor, review_id)
    require_mine(actor, review, None)
    if review.decided_at is not None:
        raise Conflict("This was decided meanwhile. Look at it as it is now.")
    review.claim(actor.id)
    return review


@command
def let_go(*, actor_id: int, review_id: int) -> Review:
    """Leave it to others again; nothing happens where one does not look at it."""
    review = lock_review(policy.load_actor(actor_id), review_id)
    if review.claimed_by_id == actor_id:
        review.claim(None)
    return review
