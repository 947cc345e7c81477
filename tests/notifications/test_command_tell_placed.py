"""A set is told who comes into it and by whom, and so is whoever has come; nobody switches that off."""

import pytest

from cop import db
from cop.accounts import commands as accounts
from cop.accounts.commands import tokens
from cop.errors import Conflict
from cop.models import Notice, NoticeKind, Person, RoleName, Unwanted
from cop.notifications import commands as notifications
from cop.spaces import commands
from tests import people
from tests.accounts.letterbox import invitation
from tests.accounts.test_command_accept import accept, rowan
from tests.people import words

PLACED = ("placed", None)


@pytest.fixture
def eve(world) -> Person:
    """She moderates the cohort, and is in none of its sets."""
    return people.newcomer_as(RoleName.MODERATOR, "eve", world.cohort)


@pytest.fixture
def dan(world) -> Person:
    return people.newcomer("dan", world.cohort)


def place(actor, world, person):
    plan = {person.id: world.set_a.id}
    return commands.place_in_sets(actor_id=actor.id, cohort_id=world.cohort.id, plan=plan)


def page(client_for, person: Person) -> str:
    said = words(client_for(person).get("/notifications")).split("<main")[1]
    return " ".join(said.replace("</a>", "").split())


def test_all_who_are_in_it_and_whoever_has_come(world, ann, bob, mallory, eve, dan, told, client_for):
    place(eve, world, dan)
    assert told(ann) == told(bob) == told(dan) == [PLACED]
    assert told(mallory) == told(eve) == []
    assert "came into your set, brought in by Eve" in page(client_for, bob)
    assert "Dan" in page(client_for, bob)
    assert "came into this set, brought in by Eve" in page(client_for, dan)
    place(ann, world, dan)
    with pytest.raises(Conflict):
        place(eve, world, dan)
    assert told(bob) == [PLACED], "who is in it already has not come"


def test_it_leads_to_the_members(world, bob, eve, dan, client_for):
    place(eve, world, dan)
    (notice,) = db.session.query(Notice).filter_by(person_id=bob.id).all()
    assert client_for(bob).get(f"/notifications/{notice.id}").location == "/spaces/cohort-1-set-a/members"


def test_who_has_left_the_set_reads_nothing_of_it(world, bob, eve, dan, told):
    place(eve, world, dan)
    people.evict(bob, world.set_a)
    assert told(bob) == []


def test_whoever_is_let_in_by_an_invitation_is_told_of_as_well(world, ann, bob, told, client_for):
    sent = invitation("rowan@example.org", (world.set_a, RoleName.MEMBER), inviter=ann)
    assert told(bob) == [], "who is invited has not come"
    accept(tokens.of_invitation(sent))
    assert told(bob) == told(rowan()) == [PLACED]
    assert told(ann) == [], "she knows whom she invited"
    assert "Rowan Ashdown" in page(client_for, bob)


def test_whoever_is_let_in_by_the_operator_too(world, bob, told, client_for):
    places = [(world.set_a.id, RoleName.MEMBER)]
    sent = accounts.invite_as_operator(email="rowan@example.org", places=places)
    accept(tokens.of_invitation(sent))
    assert sent.inviter_id is None
    assert "brought in by whoever runs this site" in page(client_for, bob)


def test_whoever_is_added_by_a_facilitator_or_by_staff(world, ann, bob, dan, told):
    commands.add_member(actor_id=world.staff.id, space_id=world.set_a.id, person_id=dan.id)
    assert told(ann) == told(bob) == [PLACED]


def test_other_spaces_are_told_of_nobody(world, ann, bob, told):
    commands.add_member(actor_id=world.staff.id, space_id=world.cohort.id, person_id=world.mallory.id)
    assert told(ann) == told(bob) == []


def test_nobody_switches_it_off(world, bob, eve, dan, told):
    notifications.choose_kinds(actor_id=bob.id, wanted=[])
    assert NoticeKind.PLACED not in Unwanted.of(bob.id)
    place(eve, world, dan)
    assert told(bob) == [PLACED]
