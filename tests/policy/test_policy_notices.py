"""Whose notice may be shown to whom: `can_read_notice` and `visible_notices` say the same, about everything, always."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import db, policy
from cop.models import (
    Decision,
    Message,
    Notice,
    NoticeKind,
    Post,
    SpaceKind,
    State,
    Topic,
    TopicState,
    Verdict,
)
from cop.models.notices import ABOUT
from tests.policy.cast import Cast

KINDS = (SpaceKind.COHORT, SpaceKind.SET, SpaceKind.DIRECT)


@pytest.fixture(params=KINDS)
def cast(request: pytest.FixtureRequest, database: Engine) -> Cast:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(request.param)))()
    return made[0]


def put_subjects(cast: Cast) -> None:
    """Topics, posts and lines in every state by somebody of every standing, and decisions about each of them."""
    authors = [cast.people[name] for name in ("member", "former", "staff")]
    for topic_state in TopicState:
        topic = cast.topic(authors[0], topic_state)
        for state in State:
            for author in authors:
                cast.post(topic, author, state)
    for state in State:
        for author in authors:
            cast.message(author, state)
    for about in (*db.session.scalars(sa.select(Post)), *db.session.scalars(sa.select(Message))):
        column = "post_id" if isinstance(about, Post) else "message_id"
        Decision.log(
            Verdict.HIDE,
            space_id=cast.space.id,
            actor_id=authors[2].id,
            person_id=about.author_id,
            **{column: about.id},
        )
    Decision.log(Verdict.LOCK, space_id=cast.space.id, actor_id=authors[2].id)


def test_what_may_be_shown_is_what_is_listed(cast: Cast) -> None:
    db.session.add_all([cast.space, cast.another, *cast.people.values()])
    put_subjects(cast)
    things = {table: db.session.scalars(sa.select(table)).all() for table in (Post, Message, Topic, Decision)}
    kinds = (NoticeKind.MENTION, NoticeKind.CALL, NoticeKind.FOLLOWED, NoticeKind.DECISION, NoticeKind.REPORT)
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
