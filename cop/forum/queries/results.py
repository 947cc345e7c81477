"""What was chosen in a poll: how its options stand, and, where it is named, who chose what."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.forum.queries.ranking import points
from cop.models import Ballot, Person, Poll, PollKind, PollOption, Preference
from cop.models.ballots import IF_NEED_BE, YES
from cop.policy import Actor

MOST_NAMED = 300
"""Ballots that are shown with names; of more than that the numbers say enough."""

Counts = Mapping[int, int]
"""Ballots by what they say of one option."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an option stands. `score` is its points where it is ranked, else the ballots for it; `share` is that of what
    it could have come to, in per cent. `is_first` where none stands before it.
    """

    option: PollOption
    counts: Counts
    score: int
    share: int
    is_first: bool

    @property
    def yes(self) -> int:
        return self.counts.get(YES, 0)

    @property
    def if_need_be(self) -> int:
        return self.counts.get(IF_NEED_BE, 0)


def standings(poll: Poll) -> list[Standing]:
    """How the options of `poll` stand, in the order in which they were written; one query however many have voted.
    Where it does not show its results there are none.
    """
    if not poll.shows_results:
        return []
    counted = _counted(poll)
    ranks = {option.id: _rank(poll, counted.get(option.id, {})) for option in poll.options}
    best = max(ranks.values())
    return [
        Standing(
            option,
            counted.get(option.id, {}),
            ranks[option.id][0],
            _share(poll, ranks[option.id][0]),
            is_first=ranks[option.id] == best and best[0] > 0,
        )
        for option in poll.options
    ]


def _counted(poll: Poll) -> dict[int, dict[int, int]]:
    query = (
        sa.select(Preference.option_id, Preference.value, sa.func.count())
        .join(Ballot, Ballot.id == Preference.ballot_id)
        .where(Ballot.poll_id == poll.id)
        .group_by(Preference.option_id, Preference.value)
    )
    counted: dict[int, dict[int, int]] = {}
    for option_id, value, ballots in session.execute(query):
        counted.setdefault(option_id, {})[value] = ballots
    return counted


def _rank(poll: Poll, counts: Counts) -> tuple[int, int]:
    """What an option has, and what decides between two that have as much: of two days the one that suits more."""
    if poll.kind is PollKind.RANKED:
        return points(counts, len(poll.options)), 0
    return sum(counts.values()), counts.get(YES, 0) if poll.kind is PollKind.DATES else 0


def _share(poll: Poll, score: int) -> int:
    best = len(poll.options) - 1 if poll.kind is PollKind.RANKED else 1
    return 100 * score // (poll.voted * best) if poll.voted else 0


def names_by_option(actor: Actor, poll: Poll) -> dict[int, list[tuple[str, int]]]:
    """Who answered, with what, by option and in the order of names; nothing of an anonymous poll, whoever asks."""
    if poll.is_anonymous or not 0 < poll.voted <= MOST_NAMED:
        return {}
    query = (
        sa.select(Preference.option_id, Person.name, Preference.value)
        .join(Ballot, Ballot.id == Preference.ballot_id)
        .join(Ballot.person)
        .join(Ballot.poll)
        .join(Poll.topic)
        .where(Ballot.poll_id == poll.id, policy.visible_ballots(actor))
        .order_by(Person.name, Person.id)
    )
    named: dict[int, list[tuple[str, int]]] = {}
    for option_id, name, value in session.execute(query):
        named.setdefault(option_id, []).append((name, value))
    return named
