"""What each of these verbs begins with: the pair's space is locked, so that its two are the same to the end."""

from datetime import timedelta

import sqlalchemy as sa

from cop import policy
from cop.db import get, lock, session
from cop.errors import NotFound, TooFast
from cop.models import Intention, Pair, Space, Throttle
from cop.policy import Actor, require

NOT_YOURS = "The two of the pair write this, while it is open."


def locked_pair(actor_id: int, pair_id: int) -> tuple[Pair, Actor]:
    """A pair that somebody is half of; NotFound for all others."""
    pair, actor = _locked(actor_id, pair_id)
    if not policy.is_half(actor, pair):
        raise NotFound
    return pair, actor


def read(actor_id: int, intention_id: int) -> tuple[Intention, Actor]:
    """An intention that somebody reads; NotFound for a stranger."""
    pair_id = session.scalar(sa.select(Intention.pair_id).where(Intention.id == intention_id))
    _, actor = _locked(actor_id, pair_id or 0)
    intention = lock(Intention, intention_id)
    if not policy.can_read_intention(actor, intention):
        raise NotFound
    return intention, actor


def written(actor_id: int, intention_id: int) -> tuple[Intention, Actor]:
    """One that they write; Forbidden for who only reads it."""
    intention, actor = read(actor_id, intention_id)
    require(policy.can_write_intention(actor, intention), NOT_YOURS)
    return intention, actor


def _locked(actor_id: int, pair_id: int) -> tuple[Pair, Actor]:
    pair = get(Pair, pair_id)
    lock(Space, pair.space_id)
    return pair, policy.load_actor(actor_id)


def pace(actor_id: int) -> None:
    """TooFast for more than people write."""
    if not Throttle.take(f"intention:{actor_id}", burst=30, every=timedelta(seconds=20)):
        raise TooFast("You are writing very fast. What you typed is kept: wait a minute, then send it again.")
