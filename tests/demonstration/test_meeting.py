"""The meeting of the demonstration that goes on at this moment, and the few of which words are still kept."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.demonstration import story, underway
from cop.demonstration.transcripts import FOLDER, Transcript
from cop.meetings import queries
from cop.meetings.commands.scenes import look_at
from cop.models import Meeting, MeetingLine, Space, met
from cop.models.meetings_outlived import outlived_ids
from cop.models.meetings_speaking import LineKind, is_question
from cop.models.meetings_states import MeetingState
from tests.demonstration.counting import count, person

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.usefixtures("_bound")]

SLUGS = sorted(each.stem for each in FOLDER.iterdir())
A_WEEK = timedelta(days=7)


@pytest.fixture
def meeting() -> Iterator[Meeting]:
    with clock.at(story.AS_OF):
        yield db.session.scalars(sa.select(Meeting).where(Meeting.state == MeetingState.EXPLORE)).one()


def test_one_explores_what_somebody_brought_with_people_a_queue_rounds_and_a_clock(meeting: Meeting) -> None:
    scene = look_at(meeting, policy.load_actor(person("alum").id))
    assert len(scene.present) == 6
    assert meeting.leader_id == person("facilitator").id
    assert meeting.leader_id in scene.there
    assert [each.person.name for each in queries.queue(meeting)] == ["Rowan Fellbrook", "Heath Dewthwaite"]
    assert meeting.round == 2
    assert meeting.floor_id in scene.present
    assert meeting.remaining
    assert timedelta(minutes=5) < meeting.remaining < timedelta(minutes=15)
    assert meeting.slot
    assert meeting.slot.bid
    assert meeting.slot.bid.title == "Taking over a divided team"
    assert meeting.slot.sat_with == 1


def test_who_is_of_the_set_reads_all_of_it_and_who_is_not_reads_nothing(meeting: Meeting) -> None:
    for account, reads in (("alum", True), ("facilitator", True), ("moderator", False), ("staff", False)):
        actor = policy.load_actor(person(account).id)
        assert len(queries.lines_for(actor, meeting)) == (meeting.said if reads else 0), account
        found = db.session.scalars(queries.meeting_in(actor, meeting.id)).one_or_none()
        assert (found is not None) is reads


@pytest.mark.parametrize("slug", SLUGS)
def test_transcripts_have_60_to_120_lines_that_could_have_been_said(slug: str) -> None:
    transcript = Transcript.of(slug)
    assert transcript
    assert 60 <= len(transcript.lines) <= 120
    for each in transcript.lines:
        assert not is_question(each.text) or each.sign != "=" or each.text.count("?") <= 1
        assert each.sign != "?" or is_question(each.text), each.text
        assert each.phase is not MeetingState.PRESENT or each.who == "P", "only the presenter speaks"


def test_words_are_kept_of_the_newest_meeting_of_four_sets_alone() -> None:
    """domain.md 2.4 lets them go when the next meeting closes, so that nothing here waits to be let go."""
    query = sa.select(Space.slug, sa.func.count()).join(Meeting, Meeting.space_id == Space.id)
    kept = query.join(MeetingLine, MeetingLine.meeting_id == Meeting.id).group_by(Space.slug, Meeting.id)
    found = db.session.execute(kept).all()
    assert [slug for slug, _ in sorted(found)] == SLUGS
    assert all(60 <= lines <= 120 for _, lines in found)
    with clock.at(story.AS_OF):
        assert db.session.scalars(outlived_ids()).all() == []
    assert count(MeetingLine.kind == LineKind.QUESTION, of=MeetingLine) > 50


def test_it_goes_on_at_the_moment_at_which_somebody_looks(meeting: Meeting) -> None:
    meeting_id, alum = meeting.id, policy.load_actor(person("alum").id)
    with clock.at(story.AS_OF + A_WEEK):
        assert meeting.remaining
        assert meeting.remaining < timedelta(0), "control"
        underway.bring_forward()
        now = _anew(meeting_id)
        assert now.remaining
        assert now.remaining > timedelta(minutes=5)
        assert len(look_at(now, alum).present) == 6
        assert met.meetings_of([now.space_id])[now.space_id].next_booked == now.starts_at


def test_one_that_somebody_has_moved_is_left_where_it_is(meeting: Meeting) -> None:
    meeting_id = meeting.id
    with clock.at(story.AS_OF + 2 * A_WEEK):
        _move(meeting_id)
        before = _anew(meeting_id).starts_at
        underway.bring_forward()
        assert _anew(meeting_id).starts_at == before


def _anew(meeting_id: int) -> Meeting:
    db.session.remove()
    return db.get(Meeting, meeting_id)


@db.command
def _move(meeting_id: int) -> None:
    """Somebody goes on to the next state."""
    db.get(Meeting, meeting_id).version += 1
