"""Requests to be let into a group: one moderator decides, whoever asked is told."""

import pytest

from cop import db
from cop.accounts.tasks.wording import word
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.models import (
    Appointment,
    Decision,
    JoinRequest,
    Letter,
    LetterKind,
    Membership,
    Review,
    ReviewKind,
    RoleName,
    Verdict,
)
from cop.moderation import commands, queries
from cop.policy import load_actor
from cop.spaces import commands as spaces
from tests import groups, people


@pytest.fixture
def group(world):
    return groups.put_group(world.ann)


@pytest.fixture
def review(bob, group) -> Review:
    request = spaces.ask_to_join(actor_id=bob.id, space_id=group.id, said="I run a dialysis trial.")
    return db.session.query(Review).filter_by(request_id=request.id, kind=ReviewKind.REQUEST).one()


@pytest.fixture
def carol(world, group):
    return people.newcomer_as(RoleName.MODERATOR, "carol", db.session.merge(group))


def letter() -> str:
    last = db.session.query(Letter).filter_by(kind=LetterKind.DECISION).order_by(Letter.id.desc()).first()
    return word(last).get_content()


def test_whoever_is_let_in_is_a_member_and_told(ann, bob, group, review):
    decision = commands.let_in(actor_id=ann.id, review_id=review.id)

    assert Membership.of(bob.id, group.id).current_roles == {RoleName.MEMBER}
    assert (decision.verdict, decision.person_id, decision.space_id) == (Verdict.LET_IN, bob.id, group.id)
    assert "You had asked to join Kidney research, and you are a member of it now." in letter()
    assert JoinRequest.waiting_of(bob.id, group.id) is None
    assert queries.waiting_count(load_actor(ann.id)) == 0


def test_whoever_is_turned_away_reads_why(ann, bob, group, review):
    commands.turn_away(actor_id=ann.id, review_id=review.id, reason="It is for renal units.")

    assert Membership.of(bob.id, group.id) is None
    assert "not to let you in" in letter()
    assert "It is for renal units." in letter()
    assert "/spaces/kidney" not in letter(), "they can't open it"
    (told,) = queries.about_me(load_actor(bob.id)).rows
    assert (told.verdict, told.why) == (Verdict.TURN_AWAY, "It is for renal units.")


def test_a_reason_is_needed(ann, review):
    with pytest.raises(Invalid) as refused:
        commands.turn_away(actor_id=ann.id, review_id=review.id, reason=" ")
    assert refused.value.field == "reason"


def test_a_repeat_is_the_first_and_the_second_moderator_is_told(ann, carol, review):
    first = commands.let_in(actor_id=ann.id, review_id=review.id)
    assert commands.let_in(actor_id=ann.id, review_id=review.id).id == first.id
    with pytest.raises(Conflict, match="Ann has already let in this"):
        commands.let_in(actor_id=carol.id, review_id=review.id)
    with pytest.raises(Conflict):
        commands.turn_away(actor_id=ann.id, review_id=review.id, reason="No")
    assert db.session.query(Decision).filter_by(review_id=review.id).count() == 1


def test_what_was_taken_back_is_decided_by_nobody(ann, bob, group, review):
    spaces.take_request_back(actor_id=bob.id, space_id=group.id)
    with pytest.raises(Conflict):
        commands.let_in(actor_id=ann.id, review_id=review.id)
    assert Membership.of(bob.id, group.id) is None


def test_who_was_removed_from_the_network_comes_back_by_no_request(world, ann, mallory, group):
    request = spaces.ask_to_join(actor_id=mallory.id, space_id=group.id, said="Please")
    review = db.session.query(Review).filter_by(request_id=request.id).one()
    for space in (world.network, world.other):
        people.evict(mallory, space)
    with pytest.raises(Conflict, match="don’t belong to the network"):
        commands.let_in(actor_id=ann.id, review_id=review.id)
    assert Membership.of(mallory.id, group.id) is None
    commands.turn_away(actor_id=ann.id, review_id=review.id, reason="You have left.")


def test_who_may_decide(world, bob, mallory, group, review):
    for nobody in (bob, mallory, world.staff):
        with pytest.raises((NotFound, Forbidden)):
            commands.let_in(actor_id=nobody.id, review_id=review.id)
        with pytest.raises((NotFound, Forbidden)):
            commands.turn_away(actor_id=nobody.id, review_id=review.id, reason="No")
    assert Membership.of(bob.id, group.id) is None


def test_what_changed_since_it_was_read_is_not_decided(ann, review):
    with pytest.raises(Conflict):
        commands.let_in(actor_id=ann.id, review_id=review.id, seen=review.version + 1)


def test_other_verdicts_do_not_fit(ann, review):
    for verb in (commands.release, commands.dismiss, commands.uphold):
        with pytest.raises(NotFound):
            verb(actor_id=ann.id, review_id=review.id, **({"reason": "x"} if verb is commands.uphold else {}))


def test_without_a_moderator_it_falls_to_a_steward(world, bob, mallory):
    steward = people.a_steward()
    empty = groups.put_group(steward, slug="empty")
    leave_to_nobody(steward, empty)
    request = spaces.ask_to_join(actor_id=bob.id, space_id=empty.id, said="Please")
    review = db.session.query(Review).filter_by(request_id=request.id).one()

    commands.let_in(actor_id=steward.id, review_id=review.id)
    assert Membership.of(bob.id, empty.id)
    assert db.session.query(Appointment).filter_by(person_id=steward.id).one()


@db.command
def leave_to_nobody(person, group):
    Membership.of(person.id, group.id).leave()
