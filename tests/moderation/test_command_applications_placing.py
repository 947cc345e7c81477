"""Who moderates a cohort takes somebody on into it and into a set of it in one step, and reads no set for it."""

import pytest

from cop import db
from cop.accounts import commands as accounts
from cop.accounts.commands import tokens
from cop.errors import Forbidden, Invalid, NotFound
from cop.models import Application, Invitation, Membership, Person, RoleName, Space
from cop.moderation import commands, queries
from cop.policy import can_read_space, load_actor
from tests import people
from tests.accounts.test_command_accept import accept
from tests.applying import ADDRESS, applied, put_programme
from tests.people import put_set


@pytest.fixture
def programme(world):
    return put_programme(world.cohort)


@pytest.fixture
def review(world, programme):
    return applied(programme, world.cohort)


@pytest.fixture
def eve(world) -> Person:
    """She moderates the cohort, and is in none of its sets."""
    return people.newcomer_as(RoleName.MODERATOR, "eve", world.cohort)


def approve(actor, review, *spaces):
    ids = [space.id for space in spaces]
    return commands.approve(actor_id=actor.id, review_id=review.id, space_ids=ids)


def take_up() -> Person:
    sent = db.session.query(Invitation).order_by(Invitation.id.desc()).first()
    accept(tokens.of_invitation(sent))
    return db.session.query(Person).filter_by(email=ADDRESS).one()


def places(person: Person) -> set[int]:
    db.session.expire_all()
    return set(load_actor(person.id).roles)


def invitation() -> Invitation:
    return db.session.query(Invitation).one()


def test_she_is_offered_the_sets_of_her_cohort(world, eve, review):
    put_set(world.other, "cohort-2-set-a")
    offered = queries.places_for(load_actor(eve.id), review_of(review))
    assert [each.id for each in offered] == [world.cohort.id, world.set_a.id]


def review_of(review) -> Application:
    return db.session.get_one(Application, review.application_id)


def test_into_cohort_and_set_in_one_step(world, eve, review):
    approve(eve, review, world.cohort, world.set_a)
    assert {place.space_id for place in invitation().places} == {world.cohort.id, world.set_a.id}
    assert places(take_up()) == {world.network.id, world.cohort.id, world.set_a.id}
    assert not can_read_space(load_actor(eve.id), db.get(Space, world.set_a.id))


def test_a_set_is_nothing_without_its_cohort(world, eve, review):
    with pytest.raises(Invalid, match="belongs to Cohort 1") as refused:
        approve(eve, review, world.set_a)
    assert refused.value.field == "places"


def test_but_for_who_belongs_to_it_already(world, eve, programme):
    dan = people.newcomer("dan", world.cohort)
    approve(eve, applied(programme, world.cohort, email=dan.email), world.set_a)
    accounts.join(actor_id=dan.id, token=tokens.of_invitation(invitation()))
    assert world.set_a.id in places(dan)


def test_sets_of_other_cohorts_are_not_hers_to_give(world, eve, review):
    with pytest.raises(NotFound):
        approve(eve, review, world.cohort, put_set(world.other, "cohort-2-set-a"))
    assert db.session.query(Invitation).count() == 0


def test_she_does_not_take_on_herself(world, eve, programme):
    review = applied(programme, world.cohort, email=eve.email)
    with pytest.raises(Forbidden):
        approve(eve, review, world.set_a)


def test_who_moderates_it_no_more_has_given_nothing(world, eve, review):
    approve(eve, review, world.cohort, world.set_a)
    people.evict(eve, world.cohort)
    with pytest.raises(NotFound):
        take_up()


def test_who_left_the_cohort_meanwhile_does_not_come_into_the_set(world, eve, programme):
    dan = people.newcomer("dan", world.cohort)
    approve(eve, applied(programme, world.cohort, email=dan.email), world.set_a)
    people.evict(dan, world.cohort)
    with pytest.raises(NotFound):
        accounts.open_offer(tokens.of_invitation(invitation()))


def test_such_an_invitation_is_sent_again_and_withdrawn_by_any_moderator_of_the_cohort(world, eve, review):
    approve(eve, review, world.cohort, world.set_a)
    fay = people.newcomer_as(RoleName.MODERATOR, "fay", world.cohort)
    sent = accounts.resend_invitation(actor_id=fay.id, invitation_id=invitation().id)
    assert sent.inviter_id == fay.id
    offered = accounts.open_offer(tokens.of_invitation(sent)).places
    assert {place.space_id for place in offered} == {world.cohort.id, world.set_a.id}
    accounts.revoke_invitation(actor_id=eve.id, invitation_id=sent.id)
    assert not invitation().is_open()


def test_one_into_a_role_in_the_set_is_withdrawn_by_who_looks_after_that(world, ann, eve):
    offers = [(world.cohort.id, RoleName.MEMBER), (world.set_a.id, RoleName.FACILITATOR)]
    sent = accounts.invite(actor_id=ann.id, email=ADDRESS, places=offers)
    for touch in (accounts.resend_invitation, accounts.revoke_invitation):
        with pytest.raises(Forbidden):
            touch(actor_id=eve.id, invitation_id=sent.id)
    accounts.revoke_invitation(actor_id=ann.id, invitation_id=sent.id)
    assert not invitation().is_open()


def test_staff_decide_no_application_to_a_cohort_that_somebody_moderates(world, review):
    with pytest.raises(NotFound):
        approve(world.staff, review, world.cohort, world.set_a)
    assert Membership.of(world.staff.id, world.set_a.id) is None
