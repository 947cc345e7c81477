"""Requests to be let into a group: let in, or turned away with a reason."""

from cop import policy
from cop.db import command, lock, session
from cop.errors import Conflict, NotFound
from cop.models import (
    Decision,
    JoinRequest,
    Letter,
    LetterKind,
    Membership,
    Person,
    Review,
    RoleName,
    Space,
    Verdict,
)
from cop.models.people import lock_people
from cop.moderation.commands.cases import last_decision, lock_review, refuse, require_mine
from cop.moderation.commands.decisions import is_same
from cop.moderation.commands.reasons import NO_REASON, Why, given
from cop.policy import Actor


@command
def let_in(*, actor_id: int, review_id: int, seen: int | None = None) -> Decision:
    """Make whoever asked a member. The same moderator's repeat returns the first decision.

    Raises NotFound, Forbidden, Conflict (it changed since `seen`, is somebody else's, or was decided or taken back).
    """
    return _answer(actor_id, review_id, Verdict.LET_IN, why=NO_REASON, seen=seen)


def turn_away(
    *, actor_id: int, review_id: int, reason: str, ground: str | None = None, seen: int | None = None
) -> Decision:
    """Let somebody not in; they read the reason. Raises as `let_in`, and Invalid (`reason`) where there is none."""
    why = Why(text=given(reason, missing="Say why. Whoever asked reads this."))
    return _turn_away(actor_id, review_id, why=why, seen=seen)


@command
def _turn_away(actor_id: int, review_id: int, *, why: Why, seen: int | None) -> Decision:
    return _answer(actor_id, review_id, Verdict.TURN_AWAY, why=why, seen=seen)


def _answer(actor_id: int, review_id: int, verdict: Verdict, *, why: Why, seen: int | None) -> Decision:
    place = session.get(Review, review_id)
    if place is None or place.request_id is None or place.space_id is None:
        raise NotFound
    lock_people([place.author_id or 0])  # before the space, as whoever accepts an invitation does
    space, actor = lock(Space, place.space_id), policy.load_actor(actor_id)
    request = lock(JoinRequest, place.request_id)
    review = lock_review(actor, review_id)
    require_mine(actor, review, seen)
    if review.decided_at is not None:
        return _first(review, actor, verdict=verdict, why=why)
    request.answer(let_in=verdict is Verdict.LET_IN)
    if verdict is Verdict.LET_IN:
        _require_there(request.person_id)
        Membership.begin(request.person_id, space, RoleName.MEMBER)
    decision = Decision.log(
        verdict,
        space_id=space.id,
        actor_id=actor.id,
        person_id=request.person_id,
        reason=why.text,
        review_id=review.id,
    )
    review.decide(decision)
    _tell(session.get_one(Person, request.person_id), decision)
    return decision


def _require_there(person_id: int) -> None:
    """Conflict for whoever has left the network, or was removed from it, since they asked."""
    if not policy.load_actor(person_id).communities:
        raise Conflict("They don’t belong to the network any more. Turn them away.")


def _first(review: Review, actor: Actor, *, verdict: Verdict, why: Why) -> Decision:
    """The actor's own same decision; a Conflict that names who was first with any other."""
    last = last_decision(Decision.review_id == review.id)
    if last is None or not is_same(last, actor, verdict=verdict, why=why):
        raise refuse(last, actor=actor)
    return last


def _tell(person: Person, decision: Decision) -> None:
    if person.deactivated_at is None:
        Letter.write(LetterKind.DECISION, address=person.email, person_id=person.id, decision_id=decision.id)
