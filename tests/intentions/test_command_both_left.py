"""What a pair wrote stays when one of the two leaves the place; what only they could open goes with the second."""

import pytest

from cop import db
from cop.intentions import commands, queries
from cop.keeping import commands as keeping
from cop.models import Impact, Indicator, Intention, KeyRelationship, Stakeholder, ValueStory, Way
from cop.policy import load_actor
from tests.accounts.leaver import gone, leave, work_off
from tests.accounts.letterbox import give_password
from tests.intentions.pairs import STATEMENT, a_pair, again, agree, draft
from tests.intentions.test_command_impacts import note
from tests.intentions.test_command_indicators import add
from tests.intentions.test_command_stories import publish, tell


@pytest.fixture
def left(world):
    def go(person, way=Way.UNNAMED):
        give_password(person)
        leave(person, way)
        work_off()

    return go


@pytest.mark.parametrize(
    ("way", "called"),
    [(Way.NAMED, "Bob"), (Way.UNNAMED, "A former member"), (Way.REMOVED, "A former member")],
)
def test_b15_history_stays_under_the_name_that_the_leaver_chose(world, ann, bob, left, way, called):
    pair = a_pair(world)
    intention = draft(bob, pair)
    for each in (ann, bob):
        agree(each, intention)
    draft(bob, pair, "Begun by Bob", seen=1)
    left(bob, way)
    kept = queries.wordings(load_actor(ann.id), again(intention))
    assert [(each.statement, each.editor.name) for each in kept] == [
        ("Begun by Bob", called),
        (STATEMENT, called),
    ], "Ann goes on with it"


def test_b15_what_only_two_could_open_goes_once_both_have_left(world, ann, bob, mallory, left):
    pair = a_pair(world, bob, mallory)
    first = draft(bob, pair)
    for each in (bob, mallory):
        agree(each, first)
    draft(mallory, pair, "Never shared", seen=1)
    left(bob)
    assert again(first).newest.statement == "Never shared", "control: Mallory may open it"
    left(mallory)
    assert gone(mallory.id).done_at is not None
    assert again(first).newest.statement == STATEMENT
    assert [each.statement for each in queries.wordings(load_actor(ann.id), again(first))] == [STATEMENT]


def test_b15_a_draft_goes_with_all_that_hangs_on_it(world, bob, mallory, left):
    intention = draft(mallory, a_pair(world, bob, mallory))
    add(mallory, intention)
    commands.add_relationship(
        actor_id=mallory.id, intention_id=intention.id, kind=Stakeholder.STAFF, who="We", partner="A ward"
    )
    note(mallory, intention)
    story = tell(mallory, intention_id=intention.id)
    publish(story, mallory)
    left(bob)
    assert db.session.query(Indicator).count() == db.session.query(KeyRelationship).count() == 1, "control"
    left(mallory)
    for table in (Intention, Indicator, KeyRelationship, Impact):
        assert db.session.query(table).count() == 0
    assert db.session.query(ValueStory).one().intention_id is None


def test_b15_a_hold_on_who_wrote_it_keeps_a_draft(world, bob, mallory, left):
    intention = draft(bob, a_pair(world, bob, mallory))
    left(bob)
    keeping.place_hold(actor_id=world.staff.id, person_id=bob.id, reference="FOI 1", reason="A request")
    left(mallory)
    assert again(intention).newest is not None
    assert gone(mallory.id).done_at is None, "and it is asked again once that is lifted"
