"""What somebody has begun to write in a room: kept for them while they type, and forgotten."""

from datetime import datetime, timedelta

from cop import clock, policy, typed
from cop.chat import queries
from cop.db import command, session
from cop.errors import TooFast
from cop.markup import LINE_LIMIT
from cop.models import Membership, RoomDraft, Throttle
from cop.models.statements import insert


def keep_draft(*, actor_id: int, slug: str, text: str) -> datetime | None:
    """Keep `text` as what the actor has begun to write in the room `slug`, in place of what was kept before; nothing is
    kept of an empty one. Returns when it was saved. What could not be sent (too long) is not kept either: Invalid.
    """
    return _keep_draft(actor_id=actor_id, slug=slug, text=typed.drafted(text, limit=LINE_LIMIT))


@command
def _keep_draft(*, actor_id: int, slug: str, text: str) -> datetime | None:
    space = queries.room(policy.load_actor(actor_id), slug)
    Membership.hold(actor_id, space.id)
    actor = policy.load_actor(actor_id)
    if not text:
        RoomDraft.forget(actor_id, space.id)
        return None
    policy.require(policy.can_say(actor, space), "You can read this room but not write in it.")
    if not Throttle.take(f"draft:{actor_id}", burst=10, every=timedelta(seconds=2)):
        raise TooFast("Drafts are saved every few seconds.")
    said = {"text": text, "saved_at": clock.now()}
    session.execute(
        insert(RoomDraft)
        .values(person_id=actor_id, space_id=space.id, **said)
        .on_conflict_do_update(index_elements=["person_id", "space_id"], set_=said)
    )
    return clock.now()
