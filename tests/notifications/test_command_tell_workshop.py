"""A cohort is told when a workshop moves, by a notice and by one letter for what changes within a short while."""

from datetime import time, timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.accounts import tasks as accounts
from cop.accounts.tasks import workshops as worded
from cop.forum import commands as forum
from cop.models import Letter, LetterKind, Notice, ProgrammeStatus, RoleName, Stance
from cop.notifications import commands as notifications
from cop.programme import commands
from cop.programme.commands import Plan
from cop.programme.commands.programmes import Overtaken
from cop.spaces import commands as spaces
from tests import people
from tests.conftest import NOON
from tests.people import words
from tests.programme.conftest import belong
from tests.workshops import plan

DAY = NOON.date() + timedelta(days=20)
MOVED = ("workshop", None)


@pytest.fixture
def workshop(world):
    return plan(world.ann, world.cohort, DAY)


def move(person, workshop, *, seen=0, **to):
    said = {"number": 1, "title": "Culture", "day": DAY} | to
    return commands.edit_workshop(actor_id=person.id, workshop_id=workshop.id, plan=Plan(**said), seen=seen)


def letters(person) -> list[Letter]:
    """Those about workshops that somebody has been written."""
    of = (Letter.kind == LetterKind.WORKSHOP, Letter.person_id == person.id)
    return list(db.session.scalars(sa.select(Letter).where(*of).order_by(Letter.id)))


def quiet(person) -> None:
    notifications.see_all(actor_id=person.id, upto=2**53)


def test_cl1_the_cohort_is_told_of_another_day_place_or_none(world, workshop, ann, bob, mallory, told):
    observer = people.newcomer_as(RoleName.OBSERVER, "eve", world.cohort)
    assert told(bob) == [], "the control: that it is planned stands in the calendar"
    changes = ({"day": DAY + timedelta(days=1)}, {"begins": time(9, 30)}, {"venue": "Preston"})
    for seen, change in enumerate(changes):
        move(ann, workshop, seen=seen, **change)
        assert told(bob) == told(observer) == [MOVED]
        quiet(bob)
    commands.cancel_workshop(actor_id=ann.id, workshop_id=workshop.id)
    commands.cancel_workshop(actor_id=ann.id, workshop_id=workshop.id)
    assert told(bob) == [MOVED]
    quiet(bob)
    commands.restore_workshop(actor_id=ann.id, workshop_id=workshop.id)
    assert told(bob) == [MOVED]
    assert told(ann) == told(mallory) == told(world.staff) == []


def test_cl1_several_changes_are_one_letter_that_says_how_it_is_now(world, workshop, ann, bob):
    move(ann, workshop, venue="Preston")
    move(ann, workshop, seen=1, venue="Lancaster", begins=time(9, 30))
    (letter,) = letters(bob)
    assert letters(ann) == letters(world.mallory) == letters(world.staff) == []
    accounts.deliver_letter.body(letter.id)
    assert letters(bob)[0].tries == 0, "it waits for what else changes"
    said = worded.moved(letter)
    assert said is not None
    assert said.to == bob.email
    assert "has changed" in said.subject
    assert said.words["venue"] == "Lancaster"
    with clock.at(NOON + timedelta(minutes=16)):
        accounts.deliver_letter.body(letter.id)
        assert letters(bob)[0].sent_at is not None
        commands.cancel_workshop(actor_id=ann.id, workshop_id=workshop.id)
    first, second = letters(bob)
    assert first.id == letter.id
    said = worded.moved(second)
    assert said is not None
    assert said.words["is_cancelled"]
    assert "is cancelled" in said.subject


def test_what_a_person_has_chosen_is_heeded(world, workshop, ann, bob, told):
    dan = people.newcomer("dan", world.cohort)
    notifications.choose_kinds(actor_id=bob.id, wanted=[])
    forum.heed_space(actor_id=dan.id, space_id=world.cohort.id, stance=Stance.MUTED)
    move(ann, workshop, venue="Preston")
    assert told(bob) == told(dan) == letters(bob) == letters(dan) == []
    quick = people.newcomer("quinn", world.cohort)
    move(ann, workshop, seen=1, venue="Lancaster")
    (letter,) = letters(quick)
    notifications.choose_kinds(actor_id=quick.id, wanted=[])
    assert worded.moved(letter) is None, "chosen before it was sent"
    forum.heed_space(actor_id=quick.id, space_id=world.cohort.id, stance=Stance.MUTED)
    assert told(quick) == [], "muting stills what was told"


def test_who_left_meanwhile_is_sent_nothing(world, workshop, ann, bob):
    move(ann, workshop, venue="Preston")
    (letter,) = letters(bob)
    assert worded.moved(letter) is not None
    with clock.at(NOON + timedelta(days=30)):
        assert worded.moved(letter) is None, "the day has been"
    people.evict(bob, world.cohort)
    assert worded.moved(letter) is None


def test_other_words_tell_nobody_nor_does_a_change_that_is_refused(world, workshop, ann, bob, told):
    move(ann, workshop, title="Cultures", objectives="To look.")
    with pytest.raises(Overtaken):
        move(ann, workshop, venue="Preston")
    move(ann, workshop, seen=1, day=NOON.date() - timedelta(days=3))
    assert told(bob) == letters(bob) == [], "a day that has been"


def test_the_end_of_a_programme_cancels_and_tells(world, workshop, bob, told):
    programme = spaces.create_programme(actor_id=None, name="Leading Thistles")
    belong(world.cohort, programme)
    over = {"status": ProgrammeStatus.ENDED, "ended_on": NOON.date()}
    commands.set_status(actor_id=world.staff.id, programme_id=programme.id, **over)
    assert told(bob) == [MOVED]
    assert len(letters(bob)) == 1


def test_the_notice_says_what_and_leads_to_its_page(world, workshop, ann, bob, client_for):
    move(ann, workshop, venue="Preston")
    client = client_for(bob)
    said = " ".join(words(client.get("/notifications")).split("<main")[1].replace("</a>", "").split())
    assert "Culture was changed: see when and where it is" in said
    notice = db.session.scalars(sa.select(Notice).where(Notice.person_id == bob.id)).one()
    assert client.get(f"/notifications/{notice.id}").location == f"/workshops/{workshop.id}"
    commands.cancel_workshop(actor_id=ann.id, workshop_id=workshop.id)
    assert "Culture</a> is cancelled" in words(client.get("/notifications"))
