"""Asking to be let into a group, and taking that back; and whether a group can be asked for."""

from datetime import timedelta

from cop import policy
from cop.db import command, lock, session
from cop.errors import Conflict, NotFound, TooFast
from cop.models import Decision, Joining, JoinRequest, Review, ReviewKind, Space, Throttle, Verdict
from cop.models.people import lock_people
from cop.policy import require
from cop.typed import written

SAID_LIMIT = 1_000


def ask_to_join(*, actor_id: int, space_id: int, said: str) -> JoinRequest:
    """Ask the moderators of a group to be let in; the request that waits already is returned as it is.

    Raises Invalid (`said`), NotFound for what can't be asked for, Conflict for who was turned away lately, TooFast.
    """
    kept = written(said, limit=SAID_LIMIT, field="said", missing="Say in a line why you would like to join.")
    return _ask(actor_id, space_id, kept)


@command
def _ask(actor_id: int, space_id: int, said: str) -> JoinRequest:
    lock_people([actor_id])
    space = lock(Space, space_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_ask_to_join(actor, space):
        raise NotFound
    waiting = JoinRequest.waiting_of(actor_id, space_id)
    if waiting is not None:
        return _same(waiting, said)
    if JoinRequest.turned_away_lately(actor_id, space_id):
        raise Conflict("You have asked within the last two weeks, and were told why not. Ask again later.")
    if not Throttle.take(f"join:{actor_id}", burst=10, every=timedelta(hours=2)):
        raise TooFast("You have asked for many groups. Wait a few hours before you ask for more.")
    request = JoinRequest(person_id=actor_id, space_id=space_id, said=said)
    session.add(request)
    session.flush()
    falls_to = policy.falls_to(ReviewKind.REQUEST, space, author_id=actor_id)
    Review.open_for(request, ReviewKind.REQUEST, falls_to=falls_to)
    return request


def _same(waiting: JoinRequest, said: str) -> JoinRequest:
    if waiting.said != said:
        raise Conflict(
            "You have asked already. Take that back first, if you would like to say something else."
        )
    return waiting


@command
def take_request_back(*, actor_id: int, space_id: int) -> None:
    """Ask no longer. Nothing happens where nothing is asked (any more)."""
    lock(Space, space_id)
    waiting = JoinRequest.waiting_of(actor_id, space_id)
    if waiting is None:
        return
    waiting.answer(let_in=None)
    review = Review.waiting_for(waiting, ReviewKind.REQUEST)
    if review is not None:
        review.decide(Decision.log(Verdict.WITHDRAWN, space_id=space_id, actor_id=None, person_id=actor_id))


@command
def set_joining(*, actor_id: int, space_id: int, joining: Joining) -> Space:
    """Say whether people of the network find a group and can ask for it. What is asked already goes on waiting."""
    space, actor = lock(Space, space_id), policy.load_actor(actor_id)
    if not policy.can_read_space(actor, space):
        raise NotFound
    require(
        policy.can_set_joining(actor, space), "Only the moderators of a group can change who asks for it."
    )
    if space.joining is not joining:
        space.joining = joining
        Decision.log(Verdict.SET_JOINING, space_id=space.id, actor_id=actor.id, reason=joining.value)
    return space
