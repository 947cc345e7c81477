"""Who reads intentions of pairs, writes them, and offers help with them.

| | who |
|---|---|
| reads one that is shared | whoever belongs to the network, and who runs it |
| reads a draft, what it said before, and what was offered | the two of the pair |
| writes it, says how it stands, answers offers | the two of the pair, each alone |
| shares it, or another wording of it | both of them: one asks, the other agrees (domain.md PA2) |
| offers help | whoever belongs to the network and writes somewhere, but for the pair, while it is under way |
| reads an offer | whoever made it, and the pair; once the pair has accepted it, who reads the intention |

The two are the members of the pair's space; who only observes there reads what others do.
"""

import sqlalchemy as sa

from cop.models import Intention, Membership, Offer, Pair, Person, Role, RoleName
from cop.policy.actors import Actor
from cop.policy.people import can_see_directory
from cop.policy.spaces import WRITERS

__all__ = [
    "can_answer_offer",
    "can_change_status",
    "can_offer",
    "can_read_intention",
    "can_read_offer",
    "can_take_back_offer",
    "can_write_intention",
    "halves_of",
    "is_half",
    "shared_intentions",
    "visible_intentions",
    "visible_offers",
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


def can_read_intention(actor: Actor, intention: Intention) -> bool:
    return is_half(actor, intention.pair) or (intention.is_shared and can_see_directory(actor))


def visible_intentions(actor: Actor) -> sa.ColumnElement[bool]:
    """To be used in a select that joins Intention.pair."""
    return sa.or_(_own(actor), shared_intentions(actor))


def shared_intentions(actor: Actor) -> sa.ColumnElement[bool]:
    """Those that others than the pair read, as far as the actor does."""
    return Intention.shown > 0 if can_see_directory(actor) else sa.false()


def _own(actor: Actor) -> sa.ColumnElement[bool]:
    return Pair.space_id.in_(actor.spaces_as(RoleName.MEMBER))


def can_write_intention(actor: Actor, intention: Intention) -> bool:
    """What it says, until it is closed."""
    return is_half(actor, intention.pair) and not intention.status.is_closed


def can_offer(actor: Actor, intention: Intention) -> bool:
    if not intention.is_shared or intention.status.is_closed or is_half(actor, intention.pair):
        return False
    return can_read_intention(actor, intention) and _writes_somewhere(actor)


def _writes_somewhere(actor: Actor) -> bool:
    """Whose words wait for a moderator everywhere offers nothing that no moderator reads before."""
    places = actor.communities - actor.held
    return any(not actor.roles_in(space_id).isdisjoint(WRITERS) for space_id in places)


def can_read_offer(actor: Actor, offer: Offer) -> bool:
    if is_half(actor, offer.intention.pair):
        return True
    is_for_them = offer.was_accepted or offer.person_id == actor.id
    return is_for_them and can_read_intention(actor, offer.intention)


def visible_offers(actor: Actor) -> sa.ColumnElement[bool]:
    """To be used in a select that joins Offer.intention and Intention.pair."""
    for_them = sa.or_(Offer.was_accepted, Offer.person_id == actor.id)
    return sa.or_(_own(actor), sa.and_(for_them, visible_intentions(actor)))


def can_answer_offer(actor: Actor, offer: Offer) -> bool:
    return is_half(actor, offer.intention.pair)


def can_take_back_offer(actor: Actor, offer: Offer) -> bool:
    """One's own, where one may still read what it is for."""
    return offer.person_id == actor.id and can_read_offer(actor, offer)


def can_change_status(actor: Actor, intention: Intention) -> bool:
    """Say how one that is shared stands; also of one that is closed, which opens it again."""
    return is_half(actor, intention.pair) and intention.is_shared
