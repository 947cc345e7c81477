"""Who reads what is written elsewhere than in forums and rooms, and so may report it.

What a moderator has taken from its readers is read by whoever wrote it, and of what a pair says together by its two.
"""

from collections.abc import Callable
from typing import Any

from cop.models import Commitment, Encouragement, Piece, PieceKind, ProgressUpdate, Wording, Written
from cop.policy.actors import Actor
from cop.policy.intentions import can_read_intention, can_read_offer, is_half
from cop.policy.value import can_read_impact, can_read_story


def can_read_written(actor: Actor, written: Written) -> bool:
    return READS[written.kind_of_piece](actor, written)


def can_report_written(actor: Actor, written: Written) -> bool:
    """What somebody else wrote, but for a draft between two, while it can be read."""
    is_between_two = isinstance(written, Wording) and written.shared_at is None
    is_anothers = written.author_id != actor.id
    return is_anothers and not is_between_two and not written.is_taken and can_read_written(actor, written)


def can_read_piece(actor: Actor, piece: Piece) -> bool:
    written = piece.written
    return written is not None and can_read_written(actor, written)


def _can_read_wording(actor: Actor, wording: Wording) -> bool:
    if is_half(actor, wording.intention.pair):
        return True
    is_shown = wording.shared_at is not None and not wording.is_taken
    return is_shown and can_read_intention(actor, wording.intention)


def _can_read_update(actor: Actor, update: ProgressUpdate) -> bool:
    if is_half(actor, update.intention.pair):
        return True
    return not update.is_taken and can_read_intention(actor, update.intention)


def _can_read_encouragement(actor: Actor, said: Encouragement) -> bool:
    return said.person_id == actor.id or (not said.is_taken and is_half(actor, said.intention.pair))


def _can_read_commitment(actor: Actor, made: Commitment) -> bool:
    return made.person_id == actor.id or (not made.is_taken and is_half(actor, made.pair))


READS: dict[PieceKind, Callable[[Actor, Any], bool]] = {
    PieceKind.WORDING: _can_read_wording,
    PieceKind.UPDATE: _can_read_update,
    PieceKind.OFFER: can_read_offer,
    PieceKind.ENCOURAGEMENT: _can_read_encouragement,
    PieceKind.COMMITMENT: _can_read_commitment,
    PieceKind.IMPACT: can_read_impact,
    PieceKind.STORY: can_read_story,
}
