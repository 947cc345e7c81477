"""Reminding of a day that has come: of a pair's next update, and of a sponsor's commitment. Each once for each day."""

import sqlalchemy as sa

from cop import clock, policy
from cop.db import command, get, lock, record, session
from cop.events import CommitmentDue, UpdateDue
from cop.models import Commitment, Intention, Letter, LetterKind, NoticeKind, Pair, Person, Space, Unwanted


def due_update_ids() -> list[int]:
    """Ids of the intentions whose pair is to be reminded now."""
    query = sa.select(Intention.id).join(Intention.pair).where(_is_update_due()).order_by(Intention.id)
    return list(session.scalars(query))


def _is_update_due() -> sa.ColumnElement[bool]:
    return sa.and_(
        Intention.shown > 0,
        Intention.closed_at.is_(None),
        Intention.review_on <= clock.today(),
        Intention.reminded_of.is_distinct_from(Intention.review_on),
        Pair.lasts(),
    )


@command
def remind_of_update(*, intention_id: int) -> None:
    """Tell the two of the pair, in a notice and a letter, that it is time to say what has changed; once."""
    pair = _locked(get(Intention, intention_id).pair_id)
    intention = lock(Intention, intention_id)
    due = sa.select(Intention.id).join(Intention.pair).where(Intention.id == intention.id, _is_update_due())
    if session.scalar(due) is None:
        return
    intention.reminded_of = intention.review_on
    record(UpdateDue(intention.id))
    for half in session.scalars(policy.halves_of(pair)).unique().all():
        _write(half, NoticeKind.UPDATE, intention_id=intention.id)


def due_commitment_ids() -> list[int]:
    """Ids of the commitments whose sponsor is to be reminded now."""
    query = sa.select(Commitment.id).join(Commitment.pair).where(_is_commitment_due())
    return list(session.scalars(query.order_by(Commitment.id)))


def _is_commitment_due() -> sa.ColumnElement[bool]:
    """It is the newest of its pair: what was followed by another is looked at no more."""
    newer = sa.orm.aliased(Commitment)
    follows = sa.exists().where(newer.pair_id == Commitment.pair_id, newer.id > Commitment.id)
    is_due = sa.and_(Commitment.review_on <= clock.today(), Commitment.reminded_at.is_(None))
    return sa.and_(is_due, ~follows, Pair.lasts())


@command
def remind_of_commitment(*, commitment_id: int) -> None:
    """Tell the sponsor in a letter, and the pair in a notice, that the day has come; once."""
    pair = _locked(get(Commitment, commitment_id).pair_id)
    commitment = lock(Commitment, commitment_id)
    due = sa.select(Commitment.id).join(Commitment.pair)
    if session.scalar(due.where(Commitment.id == commitment.id, _is_commitment_due())) is None:
        return
    commitment.reminded_at = clock.now()
    record(CommitmentDue(commitment.id))
    for sponsor in session.scalars(policy.sponsors_of(pair)).unique().all():
        _write(sponsor, NoticeKind.COMMITMENT, commitment_id=commitment.id)


def _locked(pair_id: int) -> Pair:
    pair = get(Pair, pair_id)
    lock(Space, pair.space_id)
    return pair


def _write(person: Person, kind: NoticeKind, **about: int) -> None:
    """Whoever has switched that off gets no letter either."""
    if kind not in Unwanted.of(person.id):
        Letter.write(LetterKind.REVIEW, address=person.email, person_id=person.id, **about)
