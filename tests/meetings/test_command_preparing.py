"""What people write before a meeting: hopes are the set's and go with what is said, notes are nobody else's, ever."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock
from cop.db import session
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.keeping import commands as keeping
from cop.keeping import tasks as schedule
from cop.meetings import commands, tasks
from cop.models import MeetingHope, MeetingNote
from cop.models.meetings_choices import Called
from cop.models.meetings_states import MeetingState
from tests.conftest import NOON
from tests.people import evict

S = MeetingState


@pytest.fixture
def ahead(circle):
    circle.convene(starts_at=NOON + timedelta(days=1))
    return circle


def texts(kind: type) -> list[str]:
    session.rollback()
    return list(session.scalars(sa.select(kind.text).order_by(kind.person_id)))


def test_members_say_what_they_hope_for_before_it_begins(ahead):
    for text in ("Time to think", "Time to think aloud"):
        commands.hope(**ahead.of(ahead.bob), text=text)
    assert texts(MeetingHope) == ["Time to think aloud"]
    commands.hope(**ahead.of(ahead.bob), text=" ")
    assert texts(MeetingHope) == []
    with pytest.raises(Forbidden):
        commands.hope(**ahead.of(ahead.adviser), text="That they learn")
    with pytest.raises(NotFound):
        commands.hope(**ahead.of(ahead.mallory), text="To know")
    with pytest.raises(Invalid):
        commands.hope(**ahead.of(ahead.bob), text="NHS number 999 000 0018")
    with clock.at(NOON + timedelta(days=1)):
        ahead.come(*ahead.members)
        ahead.move(S.CHECK_IN)
        with pytest.raises(Conflict, match="begun"):
            commands.hope(**ahead.of(ahead.bob), text="Too late")


def test_hopes_go_with_what_was_said_unless_a_hold_is_on_them(ahead):
    commands.hope(**ahead.of(ahead.bob), text="Time to think")
    commands.hope(**ahead.of(ahead.carol), text="An answer")
    commands.cancel(**ahead.of(ahead.ann), why=Called.DATE, version=ahead.now.version)
    about = {"reference": "FOI 7", "reason": "A request", "person_id": ahead.carol.id}
    keeping.place_hold(actor_id=ahead.world.staff.id, **about)
    tasks.let_go.run()
    assert texts(MeetingHope) == ["Time to think", "An answer"], "control"
    with clock.at(NOON + timedelta(days=91)):
        tasks.let_go.run()
    assert texts(MeetingHope) == ["An answer"]


def test_pr1_notes_are_drafted_in_private_and_say_nothing_to_anybody(ahead):
    pulse = ahead.now.pulse
    note = commands.save_note(**ahead.of(ahead.bob), text="What troubles me", version=0)
    commands.save_note(**ahead.of(ahead.carol), text="My own", version=0)
    assert ahead.now.pulse == pulse, "nobody is told that somebody writes"
    with pytest.raises(Conflict, match="another page"):
        commands.save_note(**ahead.of(ahead.bob), text="Behind", version=0)
    commands.save_note(**ahead.of(ahead.bob), text="What troubles me most", version=note.version)
    assert texts(MeetingNote) == ["What troubles me most", "My own"]
    with pytest.raises(Invalid):
        commands.save_note(**ahead.of(ahead.bob), text="NHS number 999 000 0018", version=2)
    for person, refusal in (
        (ahead.adviser, Forbidden),
        (ahead.mallory, NotFound),
        (ahead.world.staff, NotFound),
    ):
        with pytest.raises(refusal):
            commands.save_note(**ahead.of(person), text="x", version=0)
    commands.save_note(**ahead.of(ahead.bob), text="", version=2)
    assert texts(MeetingNote) == ["My own"]


def test_notes_go_twelve_months_after_their_author_has_left(ahead):
    commands.save_note(**ahead.of(ahead.bob), text="What troubles me", version=0)
    commands.save_note(**ahead.of(ahead.carol), text="My own", version=0)
    evict(ahead.bob, ahead.space)
    for days, kept in ((364, ["What troubles me", "My own"]), (366, ["My own"])):
        with clock.at(NOON + timedelta(days=days)):
            schedule.let_go.run()
        assert texts(MeetingNote) == kept
