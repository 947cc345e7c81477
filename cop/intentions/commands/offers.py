"""Offering help with an intention, taking that back, and the pair's answer."""

from datetime import timedelta

import sqlalchemy as sa

from cop import policy
from cop.db import command, get, lock, record, session
from cop.errors import Conflict, NotFound, TooFast
from cop.events import HelpOffered, OfferAnswered
from cop.intentions.commands.locks import read
from cop.models import Intention, Offer, Person, Throttle
from cop.models.holds import has_to_stay, wait_for_holds
from cop.models.people import lock_people
from cop.policy import Actor, require
from cop.typed import written

OFFER_LIMIT = 1_000
USED = "This page was used to send something else. Open it anew."
NOT_OPEN = "Members of the network offer help, while the intention is under way."


def offer_help(*, actor_id: int, intention_id: int, text: str, key: str) -> Offer:
    """Offer help with an intention that is shared; the same key again returns what was offered with it.

    Raises Invalid (`text`), NotFound, Forbidden, Conflict (the key was used for something else), TooFast.
    """
    kept = written(text, limit=OFFER_LIMIT, missing="Say what you can offer, and how to reach you.")
    return _offer(actor_id, intention_id, text=kept, key=key)


@command
def _offer(actor_id: int, intention_id: int, *, text: str, key: str) -> Offer:
    lock_people([actor_id])
    intention, actor = read(actor_id, intention_id)
    done = session.scalars(
        sa.select(Offer).where(Offer.person_id == actor_id, Offer.key == key)
    ).one_or_none()
    if done is not None:
        if (done.intention_id, done.text) != (intention_id, text):
            raise Conflict(USED)
        return done
    require(policy.can_offer(actor, intention), NOT_OPEN)
    if not Throttle.take(f"offer:{actor_id}", burst=10, every=timedelta(minutes=30)):
        raise TooFast(
            "You have offered help in many places. Your text is kept: wait half an hour, then send it."
        )
    there = get(Person, actor_id).organisation_id
    offer = Offer(intention_id=intention.id, person_id=actor_id, organisation_id=there, text=text, key=key)
    session.add(offer)
    session.flush()
    record(HelpOffered(offer.id))
    return offer


@command
def answer_offer(*, actor_id: int, offer_id: int, accepted: bool) -> Offer:
    """Accept an offer, which others then read with the intention, or decline it. The last answer holds.

    Raises NotFound for who doesn't read it, Forbidden for who is no half of the pair.
    """
    offer, actor = _locked(actor_id, offer_id)
    require(policy.can_answer_offer(actor, offer), "The two of the pair answer offers.")
    offer.answer(accepted=accepted)
    record(OfferAnswered(offer.id))
    return offer


@command
def take_back_offer(*, actor_id: int, offer_id: int) -> Intention:
    """Take one's own offer back: nothing of it stays. Raises NotFound, Forbidden, Conflict under a legal hold, which is
    not told.
    """
    wait_for_holds()
    offer, actor = _locked(actor_id, offer_id)
    require(policy.can_take_back_offer(actor, offer), "Whoever has offered help takes it back.")
    if has_to_stay(offer.person_id, space_id=offer.intention.pair.space_id):
        raise Conflict("This can’t be taken back at the moment. Try again later.")
    session.delete(offer.go())
    return offer.intention


def _locked(actor_id: int, offer_id: int) -> tuple[Offer, Actor]:
    _, actor = read(actor_id, get(Offer, offer_id).intention_id)
    offer = lock(Offer, offer_id)
    if not policy.can_read_offer(actor, offer):
        raise NotFound
    return offer, actor
