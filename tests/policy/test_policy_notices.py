"""Whose notice may be shown to whom: `can_read_notice` and `visible_notices` say the same, about everything, always."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import db, policy
from cop.models import (
    Decision,
    Gathering,
    Meeting,
    Message,
    Notice,
    NoticeKind,
    Person,
    Post,
    Space,
    SpaceKind,
    State,
    Topic,
    TopicState,
    Verdict,
    Workshop,
)
from cop.models.meetings_states import MeetingState
from cop.models.notices import ABOUT
from tests.gatherings.rows import put_gathering
from tests.meetings.rows import put_meeting
from tests.policy.cast import Cast
from tests.workshops import put_workshop

KINDS = (SpaceKind.COHORT, SpaceKind.SET, SpaceKind.DIRECT)


@pytest.fixture(params=KINDS)
def cast(request: pytest.FixtureRequest, database: Engine) -> Cast:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(request.param)))()
    return made[0]


def put_subjects(cast: Cast) -> None:
    """Topics, posts and lines in every state by somebody of every standing, and decisions about each of them. One topic
    stands in another space by now.
    """
    authors = [cast.people[name] for name in ("member", "former", "staff")]
    for topic_state in TopicState:
        topic = cast.topic(authors[0], topic_state)
        for state in State:
            for author in authors:
                cast.post(topic, author, state)
    for state in State:
        for author in authors:
            cast.message(author, state)
    for space in (cast.space, cast.another):
        put_workshop(space, key=f"workshop-in-{space.id}")
    moved = cast.topic(authors[0], TopicState.OPEN)
    cast.post(moved, authors[0], State.RELEASED)
    moved.space = cast.another
    db.session.flush()
    _put_meetings(cast, authors[0])
    _decide_about_all(cast)
    put_gathering(cast.space, authors[0])


def _put_meetings(cast: Cast, host: Person) -> None:
    """Only sets meet."""
    if cast.space.kind is SpaceKind.SET:
        for state in (MeetingState.PROPOSED, MeetingState.SCHEDULED):
            put_meeting(cast.space, host, state=state)


def _decide_about_all(cast: Cast) -> None:
    _decide(cast, Verdict.LOCK)
    for post in db.session.scalars(sa.select(Post)):
        _decide(cast, Verdict.HIDE, person_id=post.author_id, post_id=post.id)
    for message in db.session.scalars(sa.select(Message)):
        _decide(cast, Verdict.HIDE, person_id=message.author_id, message_id=message.id)
    for topic in db.session.scalars(sa.select(Topic)):
        for verdict in (Verdict.MERGE, Verdict.MOVE_HERE, Verdict.MOVE_AWAY):
            _decide(cast, verdict, person_id=topic.author_id, topic_id=topic.id)


def _decide(cast: Cast, verdict: Verdict, **about: int) -> None:
    """In the space of the cast, also where what it is about stands in another one by now."""
    Decision.log(verdict, space_id=cast.space.id, actor_id=cast.people["staff"].id, **about)


def test_what_may_be_shown_is_what_is_listed(cast: Cast) -> None:
    db.session.add_all([cast.space, cast.another, *cast.people.values()])
    put_subjects(cast)
    things = {
        table: db.session.scalars(sa.select(table)).all()
        for table in (Post, Message, Topic, Decision, Space, Workshop, Meeting, Gathering)
    }
    kinds = (
        NoticeKind.MENTION,
        NoticeKind.CALL,
        NoticeKind.FOLLOWED,
        NoticeKind.DECISION,
        NoticeKind.REPORT,
        NoticeKind.CONTRACT,
        NoticeKind.SHARING,
        NoticeKind.WORKSHOP,
        NoticeKind.DATES,
        NoticeKind.MEETING,
        NoticeKind.GATHERING,
    )
    shown = 0
    for standing, actor in cast.actors.items():
        db.session.execute(sa.delete(Notice))
        about = [(kind, thing) for kind in kinds for thing in things[ABOUT[kind]]]
        mine = [Notice(person_id=actor.id, kind=kind, subject_id=thing.id) for kind, thing in about]
        others = [
            Notice(person_id=_other(cast, actor.id), kind=kind, subject_id=thing.id) for kind, thing in about
        ]
        db.session.add_all(mine + others)
        db.session.flush()
        expected = {
            notice.id
            for notice, (_, thing) in zip(mine + others, about * 2, strict=True)
            if policy.can_read_notice(actor, notice, thing)
        }
        query = Notice.with_subject(sa.select(Notice.id)).where(policy.visible_notices(actor))
        assert set(db.session.scalars(query)) == expected, standing
        assert not expected & {notice.id for notice in others}
        shown += len(expected)
    assert shown > 0, "the control"


def _other(cast: Cast, person_id: int) -> int:
    return next(person.id for person in cast.people.values() if person.id != person_id)
