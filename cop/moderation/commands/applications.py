"""Applications: taken on with a place in one step, asked about, or turned down with a reason."""

from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa

from cop import policy
from cop.db import command, lock, session
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.models import (
    Application,
    ApplicationState,
    Decision,
    Invitation,
    Letter,
    LetterKind,
    Membership,
    Person,
    Recruitment,
    Review,
    RoleName,
    Space,
    Throttle,
    Verdict,
)
from cop.models.spaces import cohorts_around, lock_spaces
from cop.moderation.commands.cases import last_decision, lock_review, refuse, require_mine
from cop.moderation.commands.decisions import is_same
from cop.moderation.commands.reasons import Why, given, optional
from cop.policy import Actor

NO_PLACE = "Choose at least one space for them."
SET_ASIDE = "It does not meet every rule: say why you take them on."
AROUND = "Whoever comes into {set} belongs to {cohort}. Choose that as well."
INVITED = "This address has an open invitation into one of these spaces already."


def approve(
    *, actor_id: int, review_id: int, space_ids: Collection[int], reason: str = "", seen: int | None = None
) -> Decision:
    """Take somebody on: they are invited into these spaces as a member, all at once; into sets also by who moderates
    the cohort around these, together with that. Where a rule is not met, `reason` says why it is set aside.

    Raises Invalid (`places`, `reason`), NotFound, Forbidden (not to be given by the actor), Conflict (it changed since
    `seen`, is somebody else's, or was decided). The same again returns the first decision.
    """
    if not space_ids:
        raise Invalid(NO_PLACE, field="places")
    return _approve(actor_id, review_id, frozenset(space_ids), why=Why(text=optional(reason)), seen=seen)


@command
def _approve(
    actor_id: int, review_id: int, space_ids: frozenset[int], *, why: Why, seen: int | None
) -> Decision:
    place = _place_of(review_id)
    around = [] if place.space_id is None else [place.space_id]
    spaces = lock_spaces([*space_ids, *around, *cohorts_around(space_ids)])
    actor, application = policy.load_actor(actor_id), _lock_application(place)
    review = lock_review(actor, review_id)
    require_mine(actor, review, seen)
    first = _decided_before(review, actor, verdict=Verdict.APPROVE, why=why, seen=seen)
    if first is not None:
        return _of_the_same_places(first, application, space_ids)
    places = [spaces[each] for each in sorted(space_ids) if each in spaces]
    _require_grants(actor, places, wanted=len(space_ids), to=_account_of(application))
    if not why.text and not all(check.is_met for check in application.checks(_rules_of(application))):
        raise Invalid(SET_ASIDE, field="reason")
    application.invitation = _invite(actor, application, places)
    application.state = ApplicationState.APPROVED
    return _decide(review, actor, verdict=Verdict.APPROVE, why=why)


def _of_the_same_places(first: Decision, application: Application, space_ids: frozenset[int]) -> Decision:
    """The first decision, if this is a repeat of it; Conflict for other places."""
    invited = application.invitation
    if invited is not None and {place.space_id for place in invited.places} != space_ids:
        raise Conflict("You have taken them on already, into other spaces. Invite them into these as well.")
    return first


def _account_of(application: Application) -> int | None:
    """Who has an account with the address, if anybody has."""
    return session.scalar(sa.select(Person.id).where(Person.email == application.email))


def _require_grants(actor: Actor, places: list[Space], *, wanted: int, to: int | None) -> None:
    known = (policy.can_name_space(actor, space) or policy.can_place_in(actor, space) for space in places)
    if len(places) != wanted or not all(known):
        raise NotFound
    policy.require(to != actor.id, "This is your own address. Somebody else decides about it.")
    coming = {space.id for space in places}
    for space in places:
        if to is not None and Membership.of(to, space.id) is not None:
            raise Invalid(f"Whoever has this address is a member of {space.name} already.", field="places")
        may = policy.can_bring_in(actor, space, role=RoleName.MEMBER, to_person_id=to, coming=coming)
        if not may and space.parent is not None and policy.can_place_in(actor, space):
            raise Invalid(AROUND.format(set=space.name, cohort=space.parent.name), field="places")
        policy.require(may, f"You can't invite somebody into {space.name}.")


def _rules_of(application: Application) -> Recruitment | None:
    return Recruitment.of(application.programme_id)


def _invite(actor: Actor, application: Application, places: list[Space]) -> Invitation:
    """The invitation that is open already, if it is into all of these spaces; else one that is sent now."""
    wanted = {space.id for space in places}
    standing = Invitation.open_for(application.email, wanted)
    if standing is not None:
        if not wanted <= {place.space_id for place in standing.places}:
            raise Conflict(INVITED, field="places")
        standing.post()
        return standing
    if not Throttle.take(f"invite:{actor.id}", burst=100, every=timedelta(minutes=5)):
        raise TooFast("You have sent many invitations. Wait an hour before you send more.")
    offers = [(space.id, RoleName.MEMBER) for space in places]
    invitation = Invitation.write(application.email, offers, inviter_id=actor.id)
    for space in places:
        said = f"{application.email} as {RoleName.MEMBER}"
        Decision.log(Verdict.INVITE, space_id=space.id, actor_id=actor.id, reason=said)
    return invitation


def ask(*, actor_id: int, review_id: int, question: str, seen: int | None = None) -> Decision:
    """Ask whoever applied for more; it waits again once they have answered. Raises as `approve`; Invalid (`question`)
    where nothing is asked.
    """
    why = Why(text=given(question, field="question", missing="Write what you would like to know."))
    return _answer(actor_id, review_id, Verdict.ASK, why=why, seen=seen)


def turn_down(*, actor_id: int, review_id: int, reason: str, seen: int | None = None) -> Decision:
    """Take somebody not on; they read the reason. Raises as `approve`; Invalid (`reason`) where there is none."""
    why = Why(text=given(reason, missing="Say why. Whoever applied reads this."))
    return _answer(actor_id, review_id, Verdict.REFUSE, why=why, seen=seen)


@command
def _answer(actor_id: int, review_id: int, verdict: Verdict, *, why: Why, seen: int | None) -> Decision:
    place = _place_of(review_id)
    if place.space_id is not None:
        lock(Space, place.space_id)
    actor, application = policy.load_actor(actor_id), _lock_application(place)
    review = lock_review(actor, review_id)
    require_mine(actor, review, seen)
    first = _decided_before(review, actor, verdict=verdict, why=why, seen=seen)
    if first is not None:
        return first
    if verdict is Verdict.ASK:
        application.state, application.question, application.answer = ApplicationState.ASKED, why.text, ""
    else:
        application.state = ApplicationState.REFUSED
    Letter.write(LetterKind.APPLICATION, address=application.email, application_id=application.id)
    return _decide(review, actor, verdict=verdict, why=why)


def _place_of(review_id: int) -> Review:
    place = session.get(Review, review_id)
    if place is None or place.application_id is None:
        raise NotFound
    return place


def _lock_application(place: Review) -> Application:
    return lock(Application, place.application_id or 0)


def _decided_before(
    review: Review, actor: Actor, *, verdict: Verdict, why: Why, seen: int | None
) -> Decision | None:
    """None while it is to be decided: also of who was asked for more and has not answered yet. Else the actor's own
    same decision, or a Conflict that names who was first.
    """
    if review.decided_at is None:
        return None
    last = last_decision(Decision.review_id == review.id)
    if last is not None and is_same(last, actor, verdict=verdict, why=why):
        return last
    if review.application is not None and review.application.state is ApplicationState.ASKED:
        review.is_unchanged_since(seen)
        return None
    raise refuse(last, actor=actor)


def _decide(review: Review, actor: Actor, *, verdict: Verdict, why: Why) -> Decision:
    decision = Decision.log(
        verdict, space_id=review.space_id, actor_id=actor.id, reason=why.text, review_id=review.id
    )
    review.decide(decision)
    return decision
