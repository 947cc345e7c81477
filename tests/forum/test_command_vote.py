"""Votes: one ballot for a person, changed and taken back while the poll is open; an anonymous one is nobody's."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Forbidden, Invalid, TooFast
from cop.forum import commands, queries
from cop.models import Ballot, Person, Poll, PollKind, Preference, RoleName
from cop.policy import load_actor
from tests.people import World, newcomer
from tests.polls import ask, paper

LEEDS, YORK, HULL = 0, 1, 2


@pytest.fixture
def asked(start, bob: Person):
    """A poll of Bob's about three places: `asked(kind, is_anonymous=…)`."""

    def made(kind: PollKind = PollKind.SINGLE, *, is_anonymous: bool = False) -> Poll:
        about = paper("Leeds", "York", "Hull", kind=kind, is_anonymous=is_anonymous)
        return ask(bob, start(bob).topic_id, about)

    return made


def choose(person: Person, poll: Poll, **chosen: int) -> Poll:
    by_option = {
        poll.options[["leeds", "york", "hull"].index(name)].id: said for name, said in chosen.items()
    }
    return commands.vote(actor_id=person.id, poll_id=poll.id, chosen=by_option)


def counted(poll: Poll) -> list[int]:
    """The scores of the options, and how many have voted."""
    db.session.remove()
    here = db.session.get_one(Poll, poll.id)
    assert here.voted == db.session.scalar(
        sa.select(sa.func.count(Ballot.id)).where(Ballot.poll_id == poll.id)
    )
    return [*(each.score for each in queries.standings(here)), here.voted]


def said_by(person: Person, poll: Poll) -> dict[int, int] | None:
    db.session.remove()
    ballot = queries.ballot_of(person.id, db.session.get_one(Poll, poll.id))
    places = {option.id: place for place, option in enumerate(poll.options)}
    return {places[option_id]: said for option_id, said in ballot.chosen.items()} if ballot else None


def test_each_has_one_vote_and_may_change_it(asked, ann: Person, bob: Person) -> None:
    poll = asked()
    choose(ann, poll, leeds=1)
    choose(bob, poll, leeds=1)
    assert counted(poll) == [2, 0, 0, 2]
    for _ in range(2):
        choose(bob, poll, york=1)
    assert counted(poll) == [1, 1, 0, 2]
    assert (said_by(ann, poll), said_by(bob, poll)) == ({LEEDS: 1}, {YORK: 1})


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_a_vote_is_taken_back(asked, ann: Person, bob: Person, is_anonymous: bool) -> None:
    poll = asked(is_anonymous=is_anonymous)
    choose(ann, poll, leeds=1)
    choose(bob, poll, york=1)
    for _ in range(2):
        commands.take_back_vote(actor_id=bob.id, poll_id=poll.id)
    assert counted(poll)[-1] == 1
    assert (said_by(bob, poll), said_by(ann, poll)) == (None, {LEEDS: 1})
    assert len(db.session.scalars(sa.select(Preference)).all()) == 1


def test_who_may_not_reply_votes_not(asked, world: World, set_roles, ann: Person, bob: Person) -> None:
    poll = asked()
    choose(bob, poll, leeds=1)
    set_roles(bob, world.cohort, RoleName.OBSERVER)
    with pytest.raises(Forbidden):
        choose(bob, poll, york=1)
    with pytest.raises(Forbidden):
        choose(world.staff, poll, york=1)
    commands.take_back_vote(actor_id=bob.id, poll_id=poll.id)
    assert counted(poll) == [0, 0, 0, 0]
    choose(ann, poll, leeds=1)


def test_nobody_votes_in_a_topic_that_is_locked(asked, ann: Person, bob: Person) -> None:
    poll = asked()
    commands.lock_topic(actor_id=ann.id, topic_id=poll.topic_id)
    with pytest.raises(Forbidden):
        choose(bob, poll, leeds=1)


@pytest.mark.parametrize(
    ("kind", "chosen"),
    [
        (PollKind.SINGLE, {}),
        (PollKind.SINGLE, {"leeds": 1, "york": 1}),
        (PollKind.MULTIPLE, {}),
        (PollKind.RANKED, {}),
        (PollKind.RANKED, {"leeds": 1, "york": 1}),
        (PollKind.RANKED, {"leeds": -1, "york": 1}),
        (PollKind.DATES, {"leeds": 3}),
    ],
)
def test_a_ballot_that_says_nothing_is_none(
    asked, bob: Person, kind: PollKind, chosen: dict[str, int]
) -> None:
    poll = asked(PollKind.SINGLE)
    _become(poll, kind)
    with pytest.raises(Invalid):
        choose(bob, poll, **chosen)
    assert counted(poll)[-1] == 0
    choose(bob, poll, leeds=1)


def test_an_option_of_another_poll_is_none_of_this(asked, bob: Person) -> None:
    poll, other = asked(PollKind.MULTIPLE), asked()
    with pytest.raises(Invalid):
        commands.vote(actor_id=bob.id, poll_id=poll.id, chosen={other.options[0].id: 1})
    choose(bob, poll, leeds=1, hull=1)
    assert counted(poll) == [1, 0, 1, 1]


def test_what_is_ranked_has_places_without_a_gap(asked, ann: Person, bob: Person) -> None:
    poll = asked(PollKind.RANKED)
    choose(bob, poll, leeds=3, york=1, hull=2)
    choose(ann, poll, hull=3, york=2)
    assert said_by(ann, poll) == {YORK: 1, HULL: 2}
    assert counted(poll) == [0, 4, 2, 2]


def test_days_suit_or_do_if_need_be(asked, world: World, ann: Person, bob: Person) -> None:
    """Of two days on which as many can come, the one that suits more is first."""
    poll, nora = asked(), newcomer("nora", world.cohort)
    _become(poll, PollKind.DATES)
    choose(ann, poll, leeds=2, york=2, hull=2)
    choose(bob, poll, leeds=1, york=2)
    choose(nora, poll)
    assert counted(poll) == [2, 2, 1, 3]
    [first] = [each for each in queries.standings(db.session.get_one(Poll, poll.id)) if each.is_first]
    assert (first.option.text, first.yes, first.if_need_be) == ("York", 2, 0)


@db.command
def _become(poll: Poll, kind: PollKind) -> None:
    """As if it had been opened so."""
    db.lock(Poll, poll.id).kind = kind


def test_of_a_named_one_all_see_who_chose_what(asked, ann: Person, bob: Person, mallory: Person) -> None:
    poll = asked(PollKind.MULTIPLE)
    choose(bob, poll, leeds=1)
    choose(ann, poll, leeds=1, york=1)
    assert dict(_names(poll, ann)) == {LEEDS: ["Ann", "Bob"], YORK: ["Ann"]}
    assert dict(_names(poll, mallory)) == {}


def _names(poll: Poll, person: Person):
    places = {option.id: place for place, option in enumerate(poll.options)}
    db.session.remove()
    here = db.session.get_one(Poll, poll.id)
    for option_id, named in queries.names_by_option(load_actor(person.id), here).items():
        yield places[option_id], [name for name, _ in named]


def test_of_an_anonymous_one_nobody_does(asked, world: World, ann: Person, bob: Person) -> None:
    """Not while it is open, and not even by the server's secret once it is closed."""
    poll = asked(is_anonymous=True)
    for person in (ann, bob, newcomer("nora", world.cohort)):
        choose(person, poll, leeds=1)
    assert counted(poll) == [3], "an open one shows no results"
    assert not db.session.scalars(sa.select(Ballot.person_id).where(Ballot.person_id.is_not(None))).all()
    assert said_by(bob, poll) == {LEEDS: 1}, "he may change it"
    commands.close_poll(actor_id=bob.id, poll_id=poll.id)
    assert (counted(poll), said_by(bob, poll)) == ([3, 0, 0, 3], None)
    assert set(db.session.scalars(sa.select(Ballot.seal))) == {None}
    assert dict(_names(poll, ann)) == {}


def test_one_that_hardly_anybody_voted_in_shows_nothing(asked, ann: Person, bob: Person) -> None:
    poll = asked(is_anonymous=True)
    for person in (ann, bob):
        choose(person, poll, leeds=1)
    commands.close_poll(actor_id=bob.id, poll_id=poll.id)
    assert counted(poll) == [2], "two of two people know one another's choice"


def test_the_order_of_ballots_tells_nothing(asked, world: World) -> None:
    poll = asked(is_anonymous=True)
    for number in range(12):
        choose(newcomer(f"n{number}", world.cohort), poll, leeds=1)
        db.session.remove()
    ids = db.session.scalars(sa.select(Ballot.id)).all()
    assert max(ids) - min(ids) > 1_000_000, "they are no row's number"
    columns = {column.name for column in Ballot.__table__.columns}
    assert not {name for name in columns if name.endswith(("_at", "_on"))}, "and no ballot says when"


def test_a_seal_is_of_one_person_and_one_poll(asked, ann: Person, bob: Person) -> None:
    one, other = asked(is_anonymous=True), asked(is_anonymous=True)
    seals = {queries.seal_of(person.id, poll) for person in (ann, bob) for poll in (one, other)}
    assert len(seals) == 4


def test_voting_too_fast_is_refused(asked, bob: Person) -> None:
    poll = asked()
    for number in range(20):
        choose(bob, poll, **{"leeds" if number % 2 else "york": 1})
    with pytest.raises(TooFast):
        choose(bob, poll, leeds=1)
