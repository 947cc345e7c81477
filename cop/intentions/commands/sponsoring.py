"""What the pair lets its sponsor see, what a sponsor undertakes, and a word of encouragement."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from cop import clock, policy
from cop.db import command, get, lock, record, session
from cop.errors import Conflict, Invalid, NotFound
from cop.events import PairEncouraged
from cop.intentions.commands.locks import NOT_YOURS, pace, read
from cop.models import Commitment, Encouragement, Intention, Pair, Space
from cop.models.holds import has_to_stay, wait_for_holds
from cop.models.people import lock_people
from cop.policy import require
from cop.typed import one_line, written

TEXT_LIMIT, TIME_LIMIT, WORD_LIMIT = 1_000, 120, 500
LONGEST = timedelta(days=2 * 366)
NOT_SPONSOR = "The board sponsor of the pair’s organisation writes this."
TAKEN = "A moderator has taken what you said from its readers. Take it back first, then say something else."
NOT_SHARED = "Share the intention with the network first. Then choose whether your sponsor sees it."


@dataclass(frozen=True, slots=True)
class Undertaken:
    """What is filled in, as it is kept."""

    text: str
    time_protected: str
    review_on: date

    def read(self) -> "Undertaken":
        """The same, tidied; Invalid (`text`, `time_protected`, `review_on`)."""
        said = written(self.text, limit=TEXT_LIMIT, missing="Say what you undertake.")
        time = one_line(
            self.time_protected,
            limit=TIME_LIMIT,
            field="time_protected",
            missing="Say how much time is protected, such as “half a day a week for each”.",
        )
        if not clock.today() < self.review_on <= clock.today() + LONGEST:
            raise Invalid("Choose a day after today and within two years.", field="review_on")
        return Undertaken(said, time, self.review_on)


@command
def show_sponsor(*, actor_id: int, intention_id: int, shown: bool) -> Intention:
    """Let the sponsor of the pair's organisation see a shared intention, or no more (domain.md PA6).

    Raises NotFound, Forbidden, Conflict for a draft.
    """
    intention, actor = read(actor_id, intention_id)
    require(policy.is_half(actor, intention.pair), NOT_YOURS)
    if not intention.is_shared:
        raise Conflict(NOT_SHARED)
    intention.for_sponsor = shown
    return intention


def undertake(*, actor_id: int, pair_id: int, undertaken: Undertaken) -> Commitment:
    """Undertake something as the sponsor of a pair. What they undertook last already changes nothing.

    Raises Invalid, NotFound for who is no sponsor of its organisation, TooFast.
    """
    return _undertake(actor_id, pair_id, undertaken=undertaken.read())


@command
def _undertake(actor_id: int, pair_id: int, *, undertaken: Undertaken) -> Commitment:
    lock_people([actor_id])
    pair = get(Pair, pair_id)
    lock(Space, pair.space_id)
    if not policy.is_sponsor(policy.load_actor(actor_id), pair):
        raise NotFound
    pace(actor_id)
    query = sa.select(Commitment).where(Commitment.pair_id == pair.id, Commitment.person_id == actor_id)
    last = session.scalars(query.order_by(Commitment.id.desc()).limit(1)).one_or_none()
    if last is not None and Undertaken(last.text, last.time_protected, last.review_on) == undertaken:
        return last
    commitment = Commitment(pair_id=pair.id, person_id=actor_id)
    for name in Undertaken.__slots__:
        setattr(commitment, name, getattr(undertaken, name))
    session.add(commitment)
    session.flush()
    return commitment


def encourage(*, actor_id: int, intention_id: int, text: str) -> Encouragement:
    """Say something to the pair about its intention, as its sponsor; what was said before is followed by it.

    Raises Invalid (`text`), NotFound, Forbidden, TooFast.
    """
    said = written(text, limit=WORD_LIMIT, missing="Say a word to the pair.")
    return _encourage(actor_id, intention_id, text=said)


@command
def _encourage(actor_id: int, intention_id: int, *, text: str) -> Encouragement:
    lock_people([actor_id])
    intention, actor = read(actor_id, intention_id)
    require(policy.can_encourage(actor, intention), NOT_SPONSOR)
    pace(actor_id)
    there = session.get(Encouragement, (intention.id, actor_id))
    if there is None:
        there = Encouragement(intention_id=intention.id, person_id=actor_id)
        session.add(there)
    elif there.is_taken:
        raise Conflict(TAKEN)
    there.text, there.written_at = text, clock.now()
    session.flush()
    record(PairEncouraged(intention.id))
    return there


@command
def take_back_encouragement(*, actor_id: int, intention_id: int) -> None:
    """Take one's own word back. Nothing happens where there is none. Raises NotFound, Conflict under a legal hold."""
    wait_for_holds()
    intention, _ = read(actor_id, intention_id)
    there = session.get(Encouragement, (intention.id, actor_id))
    if there is None:
        return
    if has_to_stay(actor_id, space_id=intention.pair.space_id):
        raise Conflict("This can’t be taken back at the moment. Try again later.")
    session.delete(there.go())
