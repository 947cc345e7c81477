"""What waits for staff on the day on which the last of them go: it is passed on, or others see it and go on with it."""

from datetime import timedelta

import pytest
from flask import Flask

from cop import clock, jobs
from cop.accounts import commands as accounts
from cop.accounts.commands import tokens
from cop.errors import NotFound
from cop.keeping.commands import place_hold
from cop.models import Application, Deciders, Fate, Hold, Inspection, Invitation, Review, RoleName, State
from cop.moderation.tasks import remind_deciders
from cop.spaces import commands as spaces
from cop.spaces.tasks import look_after_inspections
from tests import applying, inspections, people, waves
from tests.conftest import NOON
from tests.moderation import things
from tests.people import World
from tests.statements import publishing
from tests.test_without_staff import close_staff, join
from tests.without_staff.place import Walk, before, latest, now, review_at, role_of


@pytest.fixture
def walk(world: World, app: Flask) -> Walk:
    """While there are staff still: each test lets something wait, and closes their accounts then."""
    return before(world, app)


def test_an_application_without_a_cohort(walk: Walk) -> None:
    programme = applying.put_programme(walk.world.other, is_open=False)
    walk.does(walk.world.staff, f"/programmes/{programme.slug}/recruiting", applying.TO_ANYBODY)
    review = applying.applied(programme)
    assert review.falls_to is Deciders.STAFF
    address = f"/moderation/applications/{latest(Application).id}"
    assert walk.client(walk.steward).get(address).status_code == 404, "staff are there to decide it"
    close_staff()
    remind_deciders.body()
    assert now(review).falls_to is Deciders.STEWARDS
    assert "Rowan Newfield" in walk.reads(walk.steward, "/moderation")
    approved = {"places": [walk.world.other.id], "reason": "", "seen": now(review).version}
    walk.does(walk.steward, f"{address}/approval", approved)
    join(walk.app)


def test_a_report_that_fell_to_staff_as_there_was_no_steward(walk: Walk) -> None:
    for steward in (walk.steward, walk.second_steward):
        inspections.step_back(steward)
    line = things.message(walk.ann, walk.world.set_a, "A sharp word")
    review_id = things.reported(walk.bob, line)
    assert latest(Review, id=review_id).falls_to is Deciders.STAFF
    new = people.a_steward("new")
    close_staff()
    remind_deciders.body()
    assert "A sharp word" in walk.reads(new, "/moderation")
    said = {"ground": "unkind", "reason": "Please say it otherwise."}
    walk.does(new, f"/moderation/reviews/{review_id}/hiding", said)
    assert now(line).state is State.HIDDEN


def test_what_waits_where_nobody_but_staff_moderated(walk: Walk) -> None:
    """After a day it goes on to the stewards, who would have been reminded of it by then."""
    group = people.a_group(walk.world.staff, walk.bob)
    held = things.held_topic(walk.bob, group)
    close_staff()
    with clock.at(NOON + timedelta(hours=25)):
        remind_deciders.body()
        review = things.review_of(held)
        assert review.falls_to is Deciders.STEWARDS
        walk.does(walk.steward, f"{review_at(review)}/release", {"version": held.version})
    assert now(held).state is State.RELEASED


def test_an_invitation_that_they_have_sent(walk: Walk) -> None:
    """It gives nothing any more, as nobody is left who gives it; a steward sends it again."""
    places = [(walk.world.set_a.id, RoleName.MEMBER)]
    sent = accounts.invite(actor_id=walk.world.staff.id, email="rowan@trust.example", places=places)
    close_staff()
    with pytest.raises(NotFound):
        accounts.open_offer(tokens.of_invitation(sent))
    walk.does(walk.steward, f"/invitations/{sent.id}/issue")
    join(walk.app)
    assert latest(Invitation).accepted_at


def test_a_list_that_they_have_looked_at_and_not_sent(walk: Walk) -> None:
    wave = waves.upload(walk.world.staff.id, "Bo,bo@trust.example,T01,,Cohort 1,,,")
    close_staff()
    assert "people.csv" in walk.reads(walk.steward, "/waves")
    walk.does(walk.steward, f"/waves/{wave.id}/sending")
    jobs.run_waiting()
    assert waves.fates(wave) == [Fate.SENT]


def test_an_inspection_that_they_have_asked_for(walk: Walk) -> None:
    """Nobody reads by it, and whoever is left says no to it."""
    asked = inspections.ask(walk.world, walk.world.staff)
    close_staff()
    assert "Set A" in walk.reads(walk.steward, f"/inspections/{asked.id}")
    walk.does(walk.steward, f"/inspections/{asked.id}/refusal", {"answer": "Whoever asked has gone."})
    assert not inspections.reads(walk.world.staff, walk.world.set_a)


def test_an_inspection_by_which_they_read(walk: Walk) -> None:
    opened = inspections.opened(walk.world, walk.steward)
    close_staff()
    look_after_inspections.body()
    assert not latest(Inspection, id=opened.id).is_open()


def test_a_hold_and_a_draft_of_theirs(walk: Walk) -> None:
    place_hold(
        actor_id=walk.world.staff.id, person_id=walk.bob.id, space_id=None, reference="FOI 7", reason="Asked"
    )
    publishing.draft(walk.world.staff, "Be kind.")
    close_staff()
    hold = latest(Hold)
    walk.does(walk.steward, f"/holds/{hold.id}/lifting", {"reason": "Answered"})
    assert "Be kind." in walk.reads(walk.steward, "/statements/rules/draft")


def test_somebody_whom_they_have_asked_to_take_over(walk: Walk) -> None:
    """Whoever holds the role asks anew: what staff had asked can't be given any more."""
    mine = role_of(walk.ann, walk.world.cohort, RoleName.MODERATOR).id
    asked = {"nominee_id": walk.bob.id, "until": NOON + timedelta(days=30)}
    first = spaces.nominate(actor_id=walk.world.staff.id, role_id=mine, **asked)
    close_staff()
    walk.does(walk.ann, f"/successions/{first.id}/withdrawal")
    again = {"person": walk.bob.id, "until": "2026-06-30"}
    walk.does(walk.ann, f"/roles/{mine}/successor?name=bob", again)
