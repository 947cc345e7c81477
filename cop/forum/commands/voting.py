"""Voting in a poll: chosen, changed, taken back, while it is open. One ballot for a person, whoever may learn whose."""

from collections.abc import Mapping
from datetime import timedelta

from cop import policy
from cop.db import add_once, command, record, session
from cop.errors import Invalid, TooFast
from cop.events import PollChanged
from cop.forum import queries
from cop.forum.commands.pace import count_try
from cop.forum.commands.polls import read
from cop.models import Ballot, Poll, PollKind, Throttle
from cop.models.ballots import CHOSEN, IF_NEED_BE, NO, YES
from cop.policy import Actor, require

CLOSED = "This poll is closed: nobody votes in it any more."
NOT_A_VOTER = "You can see this poll, but vote only where you may reply."


@command
def vote(*, actor_id: int, poll_id: int, chosen: Mapping[int, int]) -> Poll:
    """Let a person's ballot say `chosen`, in the place of what it said: by the id of an option CHOSEN, its place, or
    how a day suits. The same again changes nothing. Raises Invalid, NotFound, Forbidden, TooFast.
    """
    poll, actor = _asked(actor_id, poll_id)
    require(policy.can_vote(actor, poll), CLOSED if poll.is_closed else NOT_A_VOTER)
    said = _said(poll, chosen)
    ballot = queries.ballot_of(actor_id, poll)
    if ballot is None:
        ballot = _begun(actor_id, poll)
    elif ballot.chosen == said:
        return poll
    ballot.choose(said)
    record(PollChanged(poll.topic_id))
    return poll


def _begun(actor_id: int, poll: Poll) -> Ballot:
    ballot = Ballot(poll_id=poll.id)
    if poll.is_anonymous:
        ballot.seal = queries.seal_of(actor_id, poll)
    else:
        ballot.person_id = actor_id
    add_once(ballot, taken="You have just voted from another page. Look at it as it is now.")
    poll.voted += 1
    return ballot


@command
def take_back_vote(*, actor_id: int, poll_id: int) -> Poll:
    """Let a person have chosen nothing. A repeat is harmless. Raises NotFound, Forbidden (closed), TooFast."""
    poll, actor = _asked(actor_id, poll_id)
    require(policy.can_take_back_vote(actor, poll), CLOSED)
    ballot = queries.ballot_of(actor_id, poll)
    if ballot is not None:
        session.delete(ballot)
        poll.voted -= 1
        record(PollChanged(poll.topic_id))
    return poll


def _asked(actor_id: int, poll_id: int) -> tuple[Poll, Actor]:
    count_try(actor_id)
    poll, actor = read(actor_id, poll_id)
    if not Throttle.take(f"vote:{actor_id}", burst=20, every=timedelta(seconds=2)):
        raise TooFast("That is faster than people can choose. Wait a few seconds, then try again.")
    return poll, actor


def _said(poll: Poll, chosen: Mapping[int, int]) -> dict[int, int]:
    """What a ballot with `chosen` says; Invalid where it is none of this poll."""
    said = {option_id: value for option_id, value in chosen.items() if value != NO}
    if not said.keys() <= {option.id for option in poll.options}:
        raise Invalid("This poll has no such option. Choose from those that it has.", field="chosen")
    match poll.kind:
        case PollKind.DATES:
            return _suiting(said)
        case PollKind.RANKED:
            return _ranked(said)
    if not said or (poll.kind is PollKind.SINGLE and len(said) > 1):
        raise Invalid(
            "Choose one." if poll.kind is PollKind.SINGLE else "Choose one or more.", field="chosen"
        )
    return dict.fromkeys(said, CHOSEN)


def _suiting(said: dict[int, int]) -> dict[int, int]:
    """That no day suits is an answer."""
    if not set(said.values()) <= {IF_NEED_BE, YES}:
        raise Invalid("Say yes, if need be or no to each day.", field="chosen")
    return said


def _ranked(said: dict[int, int]) -> dict[int, int]:
    """Places without a gap: what one likes best is the first, whatever number it was given."""
    places = sorted(said.values())
    if not places:
        raise Invalid("Give at least one option a place.", field="chosen")
    if len(set(places)) < len(places) or places[0] < 1:
        raise Invalid("Give each place to one option only.", field="chosen")
    return {option_id: places.index(value) + 1 for option_id, value in said.items()}
