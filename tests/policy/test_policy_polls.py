"""Polls are read as their topic is, and who chose what by all or by nobody: what may be read is what is listed."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import clock, db, policy
from cop.models import Ballot, Policy, Poll, SpaceKind, TopicState
from tests.policy.cast import Cast
from tests.polls import put_ballot, put_poll

KINDS = (SpaceKind.COHORT, SpaceKind.SET, SpaceKind.GROUP)


@pytest.fixture(params=KINDS)
def cast(request: pytest.FixtureRequest, database: Engine) -> Cast:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(request.param)))()
    db.session.add_all([made[0].space, made[0].another, *made[0].people.values()])
    return made[0]


def polls_in_every_state(cast: Cast) -> list[Poll]:
    """By a member and by who has left, in topics of every state, locked or not."""
    made = []
    for author in (cast.people["member"], cast.people["former"]):
        for state in TopicState:
            for is_locked in (True, False):
                topic = cast.topic(author, state, locked=is_locked)
                made += [
                    put_poll(topic, author, "?", is_anonymous=secret, closed=closed)
                    for secret in (True, False)
                    for closed in (True, False)
                ]
    return made


def test_what_may_be_read_is_what_is_listed(cast: Cast) -> None:
    polls, read = polls_in_every_state(cast), 0
    for standing, actor in cast.actors.items():
        query = sa.select(Poll.id).join(Poll.topic).where(policy.visible_polls(actor))
        expected = {poll.id for poll in polls if policy.can_read_poll(actor, poll)}
        assert set(db.session.scalars(query)) == expected, standing
        read += len(expected)
    assert read > 0, "the control"


def test_whose_choice_may_be_read_is_what_is_listed(cast: Cast) -> None:
    polls, read = polls_in_every_state(cast), 0
    for poll in polls:
        put_ballot(poll, cast.people["member"])
    for standing, actor in cast.actors.items():
        query = (
            sa.select(Ballot.poll_id).join(Ballot.poll).join(Poll.topic).where(policy.visible_ballots(actor))
        )
        expected = {poll.id for poll in polls if policy.can_read_ballots(actor, poll)}
        assert set(db.session.scalars(query)) == expected, standing
        assert not any(poll.is_anonymous for poll in polls if poll.id in expected), standing
        read += len(expected)
    assert read > 0, "the control"


def test_who_votes_may_reply_and_the_poll_is_open(cast: Cast) -> None:
    for poll in polls_in_every_state(cast):
        for standing, actor in cast.actors.items():
            may = policy.can_reply(actor, poll.topic) and not poll.is_closed
            assert policy.can_vote(actor, poll) is may, standing
            assert not may or policy.can_take_back_vote(actor, poll), standing
            assert not policy.can_take_back_vote(actor, poll) or policy.can_read_poll(actor, poll), standing


def test_who_keeps_a_poll_opened_it_or_moderates(cast: Cast) -> None:
    topic = cast.topic(cast.people["member"], TopicState.OPEN)
    poll = put_poll(topic, cast.people["member"], "?", closed=True)
    rules = (policy.can_keep_poll, policy.can_write_outcome)
    for standing, actor in cast.actors.items():
        may = standing == "member" or policy.moderates(actor, cast.space)
        assert policy.can_open_poll(actor, topic) is may, standing
        assert [rule(actor, poll) for rule in rules] == [may, may], standing
    topic.archived_at = clock.now()
    member = cast.actors["member"]
    assert (policy.can_keep_poll(member, poll), policy.can_write_outcome(member, poll)) == (True, False)


def test_where_all_is_held_moderators_alone_ask(cast: Cast) -> None:
    topic = cast.topic(cast.people["member"], TopicState.OPEN)
    poll = put_poll(topic, cast.people["member"], "?", closed=True)
    cast.space.policy = Policy.ALL_HELD
    db.session.flush()
    for standing, actor in cast.actors.items():
        may = policy.moderates(actor, cast.space)
        assert policy.can_open_poll(actor, topic) is may, standing
        assert policy.can_write_outcome(actor, poll) is may, standing
