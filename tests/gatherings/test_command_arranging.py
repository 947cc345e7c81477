"""Arranging a visit or an event: who may, what has to be right, and who is told of a change."""

from datetime import time, timedelta

import pytest

from cop import db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.gatherings import commands
from cop.gatherings.commands.arranging import Overtaken
from cop.models import Gathering, GatheringKind, NoticeKind, Scope, Stage
from cop.models.calendar import entries
from cop.programme import commands as programme
from tests import people
from tests.conftest import NOON, later
from tests.gatherings.rows import arrange, details, sign_up, standing
from tests.gatherings.test_command_places import told
from tests.people import World, key

SOON = NOON.date() + timedelta(days=10)
OTHER = {"kind": GatheringKind.OTHER}


def now(gathering: Gathering) -> Gathering:
    return db.session.get_one(Gathering, gathering.id, populate_existing=True)


def test_who_looks_after_a_space_arranges_there_and_nobody_else(world: World):
    for person in (world.ann, world.staff):
        assert arrange(person, world.cohort, SOON).organiser_id == person.id
    with pytest.raises(Forbidden):
        arrange(world.bob, world.cohort, SOON)
    with pytest.raises(NotFound):
        arrange(world.mallory, world.cohort, SOON)
    with pytest.raises(Forbidden):
        arrange(world.ann, world.set_a, SOON, **OTHER)


def test_st8_a_steward_arranges_an_event_of_the_network(world: World):
    steward = people.a_steward("steward", world.network)
    assert arrange(steward, world.network, SOON, **OTHER).organiser_id == steward.id
    with pytest.raises(Invalid) as refusal:
        arrange(steward, world.network, SOON)
    assert refusal.value.field == "kind", "a visit is of a cohort"


def test_the_same_form_sent_twice_makes_one(world: World):
    about = {"actor_id": world.ann.id, "space_id": world.cohort.id, "key": key()}
    first = commands.arrange(**about, details=details(SOON))
    assert commands.arrange(**about, details=details(SOON)).id == first.id
    with pytest.raises(Conflict):
        commands.arrange(**about, details=details(SOON, places=3))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"called": " "}, "called"),
        ({"last_day": SOON}, "last_day"),
        ({"ends": time(16)}, "ends"),
        ({"begins": time(10), "ends": time(9)}, "ends"),
        ({"places": 0}, "places"),
        ({"scope": Scope.REGIONAL}, "region"),
        ({"region": "The Fens"}, "region"),
        ({"purpose": "NHS number 943 476 5919"}, "purpose"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(world: World, said, field):
    with pytest.raises(Invalid) as refusal:
        arrange(world.ann, world.cohort, SOON, **said)
    assert refusal.value.field == field


def test_whoever_signed_up_is_told_when_it_moves_is_cancelled_and_restored(world: World):
    visit = arrange(world.ann, world.cohort, SOON, places=1)
    dan = people.newcomer("dan", world.cohort)
    sign_up(visit, world.bob, dan)
    about = {"actor_id": world.ann.id, "gathering_id": visit.id}
    commands.rearrange(**about, details=details(SOON, places=1, purpose="To see"), seen=0)
    assert told(world.bob) == [], "when and where is as it was"
    commands.rearrange(**about, details=details(SOON, places=1, purpose="To see", venue="Gate 2"), seen=1)
    assert told(world.bob) == told(dan) == [NoticeKind.GATHERING]
    assert told(world.ann) == []
    with pytest.raises(Overtaken):
        commands.rearrange(**about, details=details(SOON), seen=1)
    commands.cancel(**about)
    commands.cancel(**about)
    (entry,) = entries([world.cohort], since=SOON)
    assert (entry.what, entry.is_cancelled, entry.sequence) == ("Visit to Thistle Works", True, 3)
    commands.restore(**about)
    assert now(visit).cancelled_at is None
    assert standing(visit) == {world.bob.id: True, dan.id: False}
    with later(10 * 86_400), pytest.raises(Conflict):
        commands.cancel(**about)


def test_nobody_plans_in_an_archived_cohort(world: World):
    programme.keep_cohort(actor_id=world.ann.id, space_id=world.cohort.id, venue="", stage=Stage.ARCHIVED)
    with pytest.raises(Forbidden):
        arrange(world.ann, world.cohort, SOON)
