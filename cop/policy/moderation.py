"""Who reports, who decides, and who must not because it is about them.

A report about a moderator of its space goes to the stewards, and to staff where no steward could decide; so does all
that nobody in the space could decide. An appeal is never decided by who made the decision (domain.md MO6).
"""

from collections.abc import Mapping

import sqlalchemy as sa

from cop.db import session
from cop.models import (
    Appointment,
    AppointmentRole,
    Contributed,
    Deciders,
    Decision,
    Person,
    Piece,
    Post,
    Review,
    ReviewKind,
    Space,
    State,
    Verdict,
)
from cop.policy.actors import Actor
from cop.policy.forum import can_read_post
from cop.policy.pieces import can_read_piece
from cop.policy.rooms import can_read_message
from cop.policy.spaces import moderated_ids, moderates, moderators_of

APPOINTED = {Deciders.STEWARDS: AppointmentRole.STEWARD, Deciders.STAFF: AppointmentRole.STAFF}
"""Who decides what the moderators of a space must not, in this order."""


def can_decide(actor: Actor, review: Review) -> bool:
    """Moderators of the space decide, stewards or staff what falls to them; nobody what is about themselves."""
    if review.author_id == actor.id or (review.appealed and review.appealed.actor_id == actor.id):
        return False
    if review.is_escalated:
        return actor.has(APPOINTED[review.falls_to])
    return review.space is not None and moderates(actor, review.space)


def visible_reviews(actor: Actor) -> sa.ColumnElement[bool]:
    mine = sa.and_(Review.space_id.in_(moderated_ids(actor)), Review.falls_to == Deciders.MODERATORS)
    appointed = [Review.falls_to == deciders for deciders, role in APPOINTED.items() if actor.has(role)]
    is_another = sa.or_(Review.decided_at.is_not(None), ~_decided_by(actor))
    return sa.and_(Review.author_id.is_distinct_from(actor.id), sa.or_(mine, *appointed), is_another)


def _decided_by(actor: Actor) -> sa.ColumnElement[bool]:
    """The condition that a review is of an appeal against the actor's own decision."""
    made = sa.orm.aliased(Decision)  # the log, too, asks for decisions beside their reviews
    theirs = sa.exists().where(made.id == Review.appealed_id, made.actor_id == actor.id)
    return sa.and_(Review.kind == ReviewKind.APPEAL, theirs)


def falls_to(
    kind: ReviewKind, space: Space | None, *, author_id: int | None, decided_by_id: int | None = None
) -> Deciders:
    """Who decides in a review of this kind about this author (None: nobody here yet) in `space` (None: outside of any),
    and after somebody has decided who must not do so again.
    """
    barred = [each for each in (author_id, decided_by_id) if each is not None]
    if space is not None and _decides_itself(kind, space, author_id=author_id, barred=barred):
        return Deciders.MODERATORS
    if kind is ReviewKind.APPLICATION:
        return _staff_or_stewards(barred)  # a place is theirs to give
    return Deciders.STEWARDS if _is_any(_appointed(Deciders.STEWARDS, barred)) else _staff_or_stewards(barred)


def _decides_itself(kind: ReviewKind, space: Space, *, author_id: int | None, barred: list[int]) -> bool:
    """Whether some of its moderators may: a report about one of them is no matter of the others."""
    moderators = moderators_of(space)
    if kind is ReviewKind.REPORT and _is_any(moderators.where(Person.id == author_id)):
        return False
    return _is_any(moderators.where(Person.id.not_in(barred)))


def _staff_or_stewards(barred: list[int]) -> Deciders:
    """With nobody there at all it waits for the stewards, of whom there will be some one day."""
    return Deciders.STAFF if _is_any(_appointed(Deciders.STAFF, barred)) else Deciders.STEWARDS


def _is_any(people: sa.Select[int]) -> bool:
    return session.scalar(people.limit(1)) is not None


def deciders_of(review: Review) -> sa.Select[int]:
    """Ids of all who may decide `review` at this moment."""
    decided_by = review.appealed.actor_id if review.appealed else None
    barred = [each for each in (review.author_id, decided_by) if each is not None]
    if review.is_escalated or review.space is None:
        return _appointed(review.falls_to, barred)
    return moderators_of(review.space).where(Person.id.not_in(barred))


def _appointed(deciders: Deciders, barred: list[int]) -> sa.Select[int]:
    holders = sa.select(Appointment.person_id).where(
        Appointment.role == APPOINTED[deciders], Appointment.holds()
    )
    return sa.select(Person.id).where(
        Person.id.in_(holders), Person.id.not_in(barred), Person.deactivated_at.is_(None)
    )


def offered(review: Review) -> tuple[Verdict, ...]:
    """What may be decided about it now, by whoever may decide; the first is what is done most."""
    if review.decided_at is not None:
        return ()
    if review.kind in OFFERED:
        return OFFERED[review.kind]
    state = review.contribution.state if review.contribution else None
    found = OFFERED_OF_READABLE.get(state, (Verdict.DISMISS,))
    return tuple(sorted(found, key=HARMING.__contains__)) if review.kind is ReviewKind.FINDING else found


HARMING = (Verdict.HIDE, Verdict.REDACT, Verdict.PURGE)
OFFERED = {
    ReviewKind.HELD: (Verdict.RELEASE, Verdict.RELEASE_EDITED, Verdict.DECLINE),
    ReviewKind.APPEAL: (Verdict.UPHOLD, Verdict.OVERTURN),
    ReviewKind.APPLICATION: (Verdict.APPROVE, Verdict.ASK, Verdict.REFUSE),
    ReviewKind.REQUEST: (Verdict.LET_IN, Verdict.TURN_AWAY),
}
OFFERED_OF_READABLE: Mapping[State | None, tuple[Verdict, ...]] = {
    State.RELEASED: (Verdict.HIDE, Verdict.DISMISS, Verdict.REDACT, Verdict.PURGE),
    State.HIDDEN: (Verdict.HIDE, Verdict.RESTORE, Verdict.REDACT, Verdict.PURGE),
    State.REMOVED: (Verdict.DISMISS, Verdict.PURGE),
}
"""What can be read may be hidden or left; what its reports have hidden may be kept so or put back. From what has words,
some may be taken out, and what is kept of anything may be removed for good, though its author took it back. Of findings
most are left.
"""


def can_read_contribution(actor: Actor, subject: Contributed) -> bool:
    """Whether the actor may know of what somebody wrote, wherever it is."""
    if isinstance(subject, Piece):
        return can_read_piece(actor, subject)
    return can_read_post(actor, subject) if isinstance(subject, Post) else can_read_message(actor, subject)


def can_report(actor: Actor, subject: Contributed) -> bool:
    """Anything readable that somebody else wrote."""
    return subject.author_id != actor.id and subject.is_readable() and can_read_contribution(actor, subject)


def can_hide(actor: Actor, subject: Contributed) -> bool:
    return _steers(actor, subject) and subject.state is State.RELEASED


def can_restore(actor: Actor, subject: Contributed) -> bool:
    return _steers(actor, subject) and subject.state is State.HIDDEN and not subject.is_emptied()


def can_redact(actor: Actor, subject: Contributed) -> bool:
    """Take words out of what can be read, or could be before it was hidden."""
    return _steers(actor, subject) and has_words(subject)


def has_words(subject: Contributed) -> bool:
    """Whether readers have its words, or had them and may have them again."""
    return subject.state in (State.RELEASED, State.HIDDEN) and not subject.is_emptied()


def can_purge(actor: Actor, subject: Contributed) -> bool:
    """Remove for good what is kept of it, also of what its author took back."""
    return _steers(actor, subject) and not subject.is_emptied()


def _steers(actor: Actor, subject: Contributed) -> bool:
    return subject.author_id != actor.id and moderates(actor, subject.space)
