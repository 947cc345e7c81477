"""Votes at once on databases that really commit: one ballot for a person, and none after the poll was closed (S42)."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Conflict, Forbidden
from cop.forum import commands
from cop.models import Ballot, Poll, Preference
from tests.at_once import many_at_once
from tests.forum.test_steering_at_once import opened
from tests.people import World, newcomer
from tests.polls import ask, paper


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_a_person_who_votes_often_at_once_has_one_vote(committed: World, is_anonymous: bool) -> None:
    poll = ask(committed.bob, opened(committed), paper(is_anonymous=is_anonymous))
    options, about = (
        [option.id for option in poll.options],
        {"actor_id": committed.bob.id, "poll_id": poll.id},
    )
    voted = many_at_once(lambda number: commands.vote(**about, chosen={options[number % 2]: 1}))
    assert all(isinstance(each, Poll | Conflict) for each in voted)
    assert ballots(poll.id) == 1


def test_what_was_counted_as_the_poll_was_closed_stays(committed: World) -> None:
    """Whoever comes too late is refused, and no anonymous ballot keeps its seal."""
    poll = ask(committed.bob, opened(committed), paper(is_anonymous=True))
    option = poll.options[0].id
    people = [newcomer(f"n{number}", committed.cohort) for number in range(20)]

    def vote_or_close(number: int) -> object:
        if number == 10:
            return commands.close_poll(actor_id=committed.bob.id, poll_id=poll.id)
        return commands.vote(actor_id=people[number].id, poll_id=poll.id, chosen={option: 1})

    results = many_at_once(vote_or_close)
    assert all(isinstance(each, Poll | Forbidden) for each in results)
    counted = sum(isinstance(each, Poll) for each in results) - 1
    assert ballots(poll.id) == counted
    assert db.session.scalar(sa.select(sa.func.count(Ballot.seal))) == 0


def ballots(poll_id: int) -> int:
    db.session.remove()
    counted = db.session.get_one(Poll, poll_id).voted
    ids = db.session.scalars(sa.select(Ballot.id).where(Ballot.poll_id == poll_id)).all()
    preferences = db.session.scalars(
        sa.select(Preference.ballot_id).where(Preference.ballot_id.in_(ids))
    ).all()
    assert len(ids) == counted == len(preferences)
    return counted
