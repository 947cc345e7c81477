"""Asking to be let into a group, and taking that back."""

from datetime import timedelta

import pytest

from cop import clock, db, policy
from cop.errors import Conflict, Doubtful, Forbidden, Invalid, NotFound, TooFast
from cop.models import Decision, Joining, JoinRequest, Membership, Review, ReviewKind, Space, Verdict
from cop.moderation import commands as moderation
from cop.spaces import commands
from tests import groups, people
from tests.conftest import NOON


@pytest.fixture
def group(world):
    return groups.put_group(world.ann)


def ask(person, group, said="I run a dialysis trial."):
    return commands.ask_to_join(actor_id=person.id, space_id=group.id, said=said)


def review_of(request) -> Review:
    db.session.expire_all()
    return db.session.query(Review).filter_by(request_id=request.id, kind=ReviewKind.REQUEST).one()


def test_what_is_asked_waits_for_the_moderators_of_the_group(world, ann, bob, group):
    request = ask(bob, group)

    review = review_of(request)
    assert (review.space_id, review.author_id, review.decided_at) == (group.id, bob.id, None)
    assert policy.can_decide(policy.load_actor(ann.id), review)
    assert not policy.can_decide(policy.load_actor(world.staff.id), review)
    assert Membership.of(bob.id, group.id) is None


def test_asking_twice_asks_once(bob, group):
    assert ask(bob, group).id == ask(bob, group).id
    with pytest.raises(Conflict):
        ask(bob, group, "Something else")
    assert db.session.query(Review).filter_by(kind=ReviewKind.REQUEST).count() == 1


def test_who_can_ask_for_what(world, ann, bob, mallory, group):
    assert ask(mallory, group), "control: whoever is in the network"
    hidden = groups.put_group(ann, joining=Joining.INVITED, slug="quiet")
    for space in (hidden, world.cohort, world.set_a):
        with pytest.raises(NotFound):
            ask(mallory, space)
    for nobody in (ann, world.staff, people.newcomer("nowhere")):
        with pytest.raises(NotFound):
            ask(nobody, group)


@pytest.mark.parametrize(
    ("said", "error"), [("", Invalid), ("a" * 1_001, Invalid), ("DOB 01/02/1950", Doubtful)]
)
def test_what_is_said_is_looked_at(bob, group, said, error):
    with pytest.raises(error):
        ask(bob, group, said)
    assert db.session.query(JoinRequest).count() == 0


def test_it_can_be_taken_back(bob, group):
    review = review_of(ask(bob, group))
    take_back = {"actor_id": bob.id, "space_id": group.id}
    commands.take_request_back(**take_back)
    commands.take_request_back(**take_back)

    db.session.expire_all()
    assert db.get(Review, review.id).decided_at is not None
    assert JoinRequest.waiting_of(bob.id, group.id) is None
    assert ask(bob, group).id, "and asked again at once"


def test_whoever_has_come_in_by_another_way_asks_no_more(ann, bob, group):
    review = review_of(ask(bob, group))
    commands.add_member(actor_id=ann.id, space_id=group.id, person_id=bob.id)

    db.session.expire_all()
    assert JoinRequest.waiting_of(bob.id, group.id) is None
    assert db.get(Review, review.id).decided_at is not None
    with pytest.raises(Conflict):
        moderation.turn_away(actor_id=ann.id, review_id=review.id, reason="No")


def test_who_was_turned_away_waits_two_weeks(ann, bob, group):
    review = review_of(ask(bob, group))
    moderation.turn_away(actor_id=ann.id, review_id=review.id, reason="It is for renal units.")
    for days, may in ((1, False), (13, False), (15, True)):
        with clock.at(NOON + timedelta(days=days)):
            if may:
                assert ask(bob, group)
            else:
                with pytest.raises(Conflict):
                    ask(bob, group)


def test_who_left_can_ask_again(ann, bob, group):
    moderation.let_in(actor_id=ann.id, review_id=review_of(ask(bob, group)).id)
    commands.leave(actor_id=bob.id, space_id=group.id)
    assert ask(bob, group)


def test_requests_come_at_a_pace(ann, bob):
    for number in range(10):
        ask(bob, groups.put_group(ann, slug=f"group-{number}"))
    with pytest.raises(TooFast):
        ask(bob, groups.put_group(ann, slug="group-10"))


def set_joining(person, space, joining):
    return commands.set_joining(actor_id=person.id, space_id=space.id, joining=joining)


def test_moderators_say_whether_a_group_can_be_asked_for(world, ann, bob, mallory, group):
    request = ask(bob, group)
    for _ in range(2):
        set_joining(ann, group, Joining.INVITED)
    with pytest.raises(NotFound):
        ask(mallory, group)
    assert review_of(request).decided_at is None, "what is asked goes on waiting"
    assert db.session.query(Decision).filter_by(verdict=Verdict.SET_JOINING).count() == 1

    people_of(group, bob)
    with pytest.raises(Forbidden):
        set_joining(bob, group, Joining.ASKED)
    with pytest.raises(NotFound):
        set_joining(mallory, group, Joining.ASKED)
    with pytest.raises(Forbidden):
        set_joining(ann, world.cohort, Joining.ASKED)


@db.command
def people_of(group, person):
    people.join(person, db.lock(Space, group.id))
