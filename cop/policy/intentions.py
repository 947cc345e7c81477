"""Who reads intentions of pairs, writes them, and offers help with them.

| | who |
|---|---|
| reads one that is shared | whoever belongs to the network, and who runs it |
| reads one that the pair shows its sponsor | who sponsors its organisation, of the rest nothing (PA6) |
| reads a draft, what it said before, and what was offered | the two of the pair |
| writes it, says how it stands, answers offers | the two of the pair, each alone |
| shares it, or another wording of it | both of them: one asks, the other agrees (domain.md PA2) |
| offers help | whoever belongs to the network and writes somewhere, but for the pair, while it is under way |
| reads an offer | whoever made it, and the pair; once the pair has accepted it, who reads the intention |

What a sponsor undertakes and says to a pair is read by the pair and by them.

What a moderator has taken from its readers is read by whoever wrote it, and of what the pair says by the two.

The two are the members of the pair's space; who only observes there reads what others do.
"""

from typing import Any

import sqlalchemy as sa

from cop.db import session
from cop.models import (
    Appointment,
    AppointmentRole,
    Encouragement,
    Intention,
    Membership,
    Offer,
    Pair,
    Person,
    Role,
    RoleName,
    Wording,
)
from cop.policy.actors import Actor
from cop.policy.people import can_see_directory
from cop.policy.spaces import WRITERS

__all__ = [
    "can_answer_offer",
    "can_change_status",
    "can_encourage",
    "can_offer",
    "can_read_intention",
    "can_read_offer",
    "can_take_back_offer",
    "can_write_intention",
    "halves_of",
    "is_half",
    "is_sponsor",
    "shared_intentions",
    "shown_to_others",
    "sponsored_pairs",
    "sponsors_of",
    "visible_encouragements",
    "visible_intentions",
    "visible_offers",
    "writes_somewhere",
]


def is_half(actor: Actor, pair: Pair) -> bool:
    """One of the two, as they are now."""
    return RoleName.MEMBER in actor.roles_in(pair.space_id)


def halves_of(pair: Pair) -> sa.Select[Person]:
    """The two of a pair at this moment, by name. Who is suspended is one of them still."""
    return (
        sa.select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .join(Membership.roles)
        .where(Membership.space_id == pair.space_id, Membership.holds())
        .where(Role.holds(), Role.name == RoleName.MEMBER, Person.deactivated_at.is_(None))
        .order_by(Person.name, Person.id)
    )


def is_sponsor(actor: Actor, pair: Pair) -> bool:
    """Sponsors the organisation of the pair at this moment."""
    if not actor.has(AppointmentRole.SPONSOR):
        return False
    return bool(session.scalar(sa.select(_sponsored(actor, pair.organisation_id).exists())))


def sponsors_of(pair: Pair) -> sa.Select[Person]:
    """Who sponsors the organisation of a pair at this moment."""
    theirs = sa.select(Appointment.person_id).where(
        Appointment.role == AppointmentRole.SPONSOR,
        Appointment.organisation_id == pair.organisation_id,
        Appointment.holds(),
    )
    return sa.select(Person).where(Person.id.in_(theirs), Person.deactivated_at.is_(None)).order_by(Person.id)


def sponsored_pairs(actor: Actor) -> sa.ColumnElement[bool]:
    """Of the organisations that the actor sponsors; to be used in a select of Pair."""
    return _sponsored(actor, Pair.organisation_id).correlate(Pair).exists()


def _sponsored(actor: Actor, organisation_id: Any) -> sa.Select[int]:
    return sa.select(Appointment.id).where(
        Appointment.person_id == actor.id,
        Appointment.role == AppointmentRole.SPONSOR,
        Appointment.organisation_id == organisation_id,
        Appointment.holds(),
    )


def can_read_intention(actor: Actor, intention: Intention) -> bool:
    if is_half(actor, intention.pair):
        return True
    if not intention.is_shared or intention.wording is None or intention.wording.is_taken:
        return False
    return can_see_directory(actor) or (intention.for_sponsor and is_sponsor(actor, intention.pair))


def visible_intentions(actor: Actor) -> sa.ColumnElement[bool]:
    """To be used in a select that joins Intention.pair."""
    return sa.or_(_own(actor), shared_intentions(actor))


def shared_intentions(actor: Actor) -> sa.ColumnElement[bool]:
    """Those that others than the pair read, as far as the actor does; for a select that joins Intention.pair."""
    if can_see_directory(actor):
        return shown_to_others()
    if not actor.has(AppointmentRole.SPONSOR):
        return sa.false()
    return sa.and_(shown_to_others(), Intention.for_sponsor, sponsored_pairs(actor))


def shown_to_others() -> sa.ColumnElement[bool]:
    """It is shared, and no moderator has taken what it says from its readers."""
    taken = sa.exists().where(
        Wording.intention_id == Intention.id, Wording.number == Intention.shown, ~Wording.stands()
    )
    return sa.and_(Intention.shown > 0, ~taken.correlate(Intention))


def _own(actor: Actor) -> sa.ColumnElement[bool]:
    return Pair.space_id.in_(actor.spaces_as(RoleName.MEMBER))


def can_write_intention(actor: Actor, intention: Intention) -> bool:
    """What it says, until it is closed."""
    return is_half(actor, intention.pair) and not intention.status.is_closed


def can_offer(actor: Actor, intention: Intention) -> bool:
    if not intention.is_shared or intention.status.is_closed or is_half(actor, intention.pair):
        return False
    return can_read_intention(actor, intention) and writes_somewhere(actor)


def writes_somewhere(actor: Actor) -> bool:
    """Whose words wait for a moderator everywhere offers nothing that no moderator reads before."""
    places = actor.communities - actor.held
    return any(not actor.roles_in(space_id).isdisjoint(WRITERS) for space_id in places)


def can_read_offer(actor: Actor, offer: Offer) -> bool:
    is_mine = offer.person_id == actor.id
    if offer.is_taken and not is_mine:
        return False
    if is_half(actor, offer.intention.pair):
        return True
    return (offer.was_accepted or is_mine) and offer.intention.is_shared and can_see_directory(actor)


def visible_offers(actor: Actor) -> sa.ColumnElement[bool]:
    """To be used in a select that joins Offer.intention and Intention.pair."""
    for_them = sa.or_(Offer.was_accepted, Offer.person_id == actor.id)
    shown = Intention.shown > 0 if can_see_directory(actor) else sa.false()
    stands = sa.or_(Offer.person_id == actor.id, Offer.stands())
    return sa.and_(stands, sa.or_(_own(actor), sa.and_(for_them, shown)))


def can_answer_offer(actor: Actor, offer: Offer) -> bool:
    return is_half(actor, offer.intention.pair)


def can_take_back_offer(actor: Actor, offer: Offer) -> bool:
    """One's own, where one may still read what it is for."""
    return offer.person_id == actor.id and can_read_offer(actor, offer)


def can_encourage(actor: Actor, intention: Intention) -> bool:
    """Say a word to the pair, as its sponsor, about what it shows them."""
    return intention.is_shared and intention.for_sponsor and is_sponsor(actor, intention.pair)


def visible_encouragements(actor: Actor) -> sa.ColumnElement[bool]:
    """The pair's, and one's own; to be used in a select that joins Encouragement.intention and Intention.pair."""
    return sa.or_(sa.and_(_own(actor), Encouragement.stands()), Encouragement.person_id == actor.id)


def can_change_status(actor: Actor, intention: Intention) -> bool:
    """Say how one that is shared stands; also of one that is closed, which opens it again."""
    return is_half(actor, intention.pair) and intention.is_shared
