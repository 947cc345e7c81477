"""What a pair says each quarter: both questions are asked, and the next day is chosen."""

from datetime import date, timedelta

import pytest

from cop import db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.intentions import commands
from cop.keeping import commands as keeping
from cop.models import IntentionStatus, ProgressUpdate
from tests.conftest import NOON
from tests.intentions.pairs import a_pair, a_shared, again, draft

NEXT = date(2026, 6, 1)


def changed(organisation="Set-up takes sixty days", leadership="We open together", review_on=NEXT):
    return commands.Changed(organisation, leadership, review_on)


def write(person, intention, said=None, key="0123456789abcdef"):
    return commands.write_update(
        actor_id=person.id, intention_id=intention.id, changed=said or changed(), key=key
    )


def test_b17_both_questions_are_answered_and_kept(world, ann):
    intention = a_shared(world)
    write(ann, intention)
    (kept,) = db.session.query(ProgressUpdate)
    assert (kept.organisation, kept.leadership) == ("Set-up takes sixty days", "We open together")
    assert again(intention).review_on == NEXT


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("organisation", {"organisation": ""}),
        ("leadership", {"leadership": " "}),
        ("review_on", {"review_on": NOON.date()}),
        ("review_on", {"review_on": NOON.date() + timedelta(days=367)}),
    ],
)
def test_b17_neither_question_is_left_out(world, ann, field, given):
    with pytest.raises(Invalid) as refused:
        write(ann, a_shared(world), changed(**given))
    assert refused.value.field == field


def test_a_repeat_is_one_and_the_same_key_for_something_else_is_refused(world, ann):
    intention = a_shared(world)
    assert write(ann, intention).id == write(ann, intention).id
    with pytest.raises(Conflict):
        write(ann, intention, changed("Something else"))


def test_only_the_pair_writes_of_what_is_shared_and_open(world, ann, bob, mallory):
    private = draft(ann, a_pair(world))
    with pytest.raises(Conflict):
        write(ann, private)
    with pytest.raises(NotFound):
        write(mallory, private)
    shared = a_shared(world)
    with pytest.raises(Forbidden):
        write(mallory, shared)
    commands.set_status(actor_id=bob.id, intention_id=shared.id, status=IntentionStatus.STOPPED)
    with pytest.raises(Forbidden):
        write(ann, shared)


def test_one_is_taken_away_but_under_a_legal_hold(world, ann, bob):
    update = write(ann, a_shared(world))
    placed = keeping.place_hold(
        actor_id=world.staff.id, person_id=ann.id, reference="FOI 1", reason="A request"
    )
    with pytest.raises(Conflict):
        commands.remove_update(actor_id=bob.id, update_id=update.id)
    keeping.lift_hold(actor_id=world.staff.id, hold_id=placed.id, reason="It was answered")
    commands.remove_update(actor_id=bob.id, update_id=update.id)
    assert db.session.query(ProgressUpdate).count() == 0
