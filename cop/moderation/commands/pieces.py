"""Ask a moderator to look at what somebody wrote elsewhere than in a forum or a room, such as with an intention."""

import sqlalchemy as sa

from cop import policy
from cop.db import command, lock, session
from cop.errors import Invalid, NotFound
from cop.models import Ground, Piece, PieceKind, Report, Space, SpaceKind, Written
from cop.models.pieces import KINDS, with_key
from cop.moderation.commands.reasons import optional
from cop.moderation.commands.reports import note


def report_piece(
    *, actor_id: int, kind: PieceKind, key: tuple[int, ...], category: str, reason: str = ""
) -> Report:
    """A report of something readable that somebody else wrote, by its kind and its key; a repeat returns the first.

    It goes to who moderates the network, or to those after them. What is said to contain a patient's details is hidden
    at once. Raises Invalid (`category`), NotFound, Forbidden for one's own, TooFast.
    """
    if category not in set(Ground):
        raise Invalid("Choose what is wrong with it.", field="category")
    return _report(actor_id, kind, key=key, category=Ground(category), reason=optional(reason))


@command
def _report(actor_id: int, kind: PieceKind, *, key: tuple[int, ...], category: Ground, reason: str) -> Report:
    network = lock(Space, session.scalar(sa.select(Space.id).where(Space.kind == SpaceKind.NETWORK)) or 0)
    actor = policy.load_actor(actor_id)
    written = locked(kind, key)
    if not policy.can_read_written(actor, written):
        raise NotFound
    policy.require(
        policy.can_report_written(actor, written), "Only what somebody else wrote can be reported."
    )
    subject = Piece.of(written, network)
    return note(actor, subject, network, category=category, reason=reason)


def locked(kind: PieceKind, key: tuple[int, ...]) -> Written:
    """What stands under that key, locked; NotFound where there is nothing."""
    query = with_key(kind, key).with_for_update(of=KINDS[kind])
    found: Written | None = session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound
    return found
