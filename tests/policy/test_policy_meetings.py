"""Who reads what of a set's meetings: what one may open is what one is listed (domain.md 2.4)."""

import sqlalchemy as sa

from cop import db, policy
from cop.db import session
from cop.models import Meeting, MeetingAction, MeetingLearning, MeetingLine, RoleName
from cop.models.meetings_outcomes import LearningKind
from cop.models.meetings_states import MeetingState
from tests import people
from tests.meetings.circle import gather
from tests.meetings.rows import put_line, put_meeting, put_stay

S = MeetingState


@db.command
def put_words(circle, state: MeetingState) -> Meeting:
    """A meeting where Bob, Carol and the adviser were when something was said, and Dan was not."""
    meeting = put_meeting(circle.space, circle.ann, state=state)
    for person in (circle.bob, circle.carol, circle.adviser):
        put_stay(meeting, person)
    put_line(meeting, circle.bob, "What troubles me")
    about = {"space_id": circle.space.id, "meeting_id": meeting.id}
    db.session.add(MeetingAction(owner_id=circle.bob.id, text="Ask the chair", **about))
    for is_shared in (True, False):
        learned = {"kind": LearningKind.LEARNING, "text": "To wait", "is_shared": is_shared}
        db.session.add(MeetingLearning(person_id=circle.bob.id, **learned, **about))
    return meeting


def read_by(person) -> tuple[int, int, int, int]:
    """How many meetings, lines, actions and lines of learning somebody is listed."""
    actor = policy.load_actor(person.id)
    lines = sa.select(MeetingLine.id).join(Meeting, Meeting.id == MeetingLine.meeting_id)
    return tuple(  # type: ignore[return-value]
        len(session.scalars(query).all())
        for query in (
            sa.select(Meeting.id).where(policy.visible_meetings(actor)),
            lines.where(policy.visible_lines(actor)),
            sa.select(MeetingAction.id).where(policy.visible_actions(actor)),
            sa.select(MeetingLearning.id).where(policy.visible_learning(actor)),
        )
    )


def outsiders(circle) -> list:
    """Everybody who is about the set, and at none of its meetings."""
    observer = people.newcomer_as(RoleName.OBSERVER, "observer", circle.space)
    moderator = people.newcomer_as(RoleName.MODERATOR, "moderator", circle.space)
    return [observer, moderator, people.a_steward(), circle.world.staff, circle.mallory]


def test_who_reads_what_while_it_lasts_and_after(world):
    circle = gather(world)
    others = outsiders(circle)
    meeting = put_words(circle, S.EXPLORE)
    assert read_by(circle.bob) == (1, 1, 1, 2)
    assert read_by(circle.carol) == (1, 1, 1, 1)
    assert read_by(circle.dan) == (1, 0, 1, 1), "absent"
    assert read_by(circle.adviser) == (1, 1, 1, 1)
    assert [read_by(each) for each in others] == [(0, 0, 0, 0)] * 5
    _turn(meeting.id, S.RECORD)
    assert read_by(circle.adviser) == (1, 0, 1, 1), "during the meeting alone"
    assert read_by(circle.carol) == (1, 1, 1, 1)


@db.command
def _turn(meeting_id: int, state: MeetingState) -> None:
    db.get(Meeting, meeting_id).state = state


def test_what_is_listed_is_what_can_be_opened(world):
    circle = gather(world)
    everybody = (*circle.members, circle.adviser, *outsiders(circle))
    put_words(circle, S.EXPLORE)
    session.rollback()
    meeting = session.scalars(sa.select(Meeting)).one()
    for person in everybody:
        actor, listed = policy.load_actor(person.id), read_by(person)[0]
        assert policy.can_read_meeting(actor, meeting) == bool(listed)
        assert policy.can_meet(actor, meeting.space) == bool(listed)
        assert not policy.can_meet(actor, world.cohort), "only sets meet"


def test_facilitating_ends_with_the_meeting(world):
    circle = gather(world)
    meeting = put_words(circle, S.EXPLORE)
    ann = policy.load_actor(circle.ann.id)
    meeting.facilitator_id = circle.ann.id
    for state in MeetingState:
        meeting.state = state
        assert policy.leads(ann, meeting) == (state not in (S.ARCHIVED, S.CANCELLED))
