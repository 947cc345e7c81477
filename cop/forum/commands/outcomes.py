"""What a poll has come to, and the day on which somebody wants to look at that again."""

from datetime import date

from cop import clock, policy
from cop.db import command, record, session
from cop.errors import Conflict
from cop.events import OutcomeDue, PollChanged, PollWorded
from cop.forum.commands.days import require_to_come
from cop.forum.commands.locks import poll_under_lock
from cop.forum.commands.pace import count_try
from cop.forum.commands.polls import kept
from cop.markup import Words
from cop.models import Outcome, Poll
from cop.models.confirmations import note_confirmed
from cop.policy import require

OUTCOME_LIMIT = 4_000

NOT_YOURS = "Who opened the poll, and the moderators of its space, say what it has come to, while the topic is in use."
STILL_OPEN = "People can still vote. Close the poll, then say what it has come to."


def write_outcome(
    *, actor_id: int, poll_id: int, text: str, version: int, review_on: date | None = None
) -> Poll:
    """Say what a closed poll has come to. `version` is that of the outcome that was edited, 0 where there was none.
    Whoever wrote it is reminded on a day in the United Kingdom, or is not (None).

    Raises Invalid (text, a day in the past), NotFound, Forbidden, TooFast, Conflict (it is open, or
    somebody wrote meanwhile).
    """
    count_try(actor_id)
    words = Words.of(text, limit=OUTCOME_LIMIT)
    return _write_outcome(actor_id, poll_id, words=words, version=version, review_on=review_on)


@command
def _write_outcome(
    actor_id: int, poll_id: int, *, words: Words, version: int, review_on: date | None
) -> Poll:
    poll, actor = kept(actor_id, poll_id)
    require(policy.can_write_outcome(actor, poll), NOT_YOURS)
    if not poll.is_closed:
        raise Conflict(STILL_OPEN)
    outcome = poll.outcome or Outcome(poll_id=poll.id, version=0)
    if outcome.review_on != review_on:
        require_to_come(review_on, field="review_on")
    outcome.write(words, author_id=actor.id, seen_version=version)
    outcome.review(review_on)
    poll.outcome = outcome
    session.flush()
    record(PollChanged(poll.topic_id))
    record(PollWorded(poll.topic_id))
    note_confirmed(poll.topic, by_id=actor.id)
    return poll


@command
def remind_of_outcome(*, poll_id: int) -> bool:
    """Tell who wrote an outcome that its day has come, once. Of what they may not read now nothing is told: it waits
    until they may. Says whether it was told; NotFound where the poll has gone.
    """
    poll = poll_under_lock(poll_id)
    outcome = poll.outcome
    if outcome is None or not outcome.is_due():
        return False
    if not policy.can_read_poll(policy.load_actor(outcome.author_id), poll):
        return False
    outcome.reminded_at = clock.now()
    record(OutcomeDue(poll.id))
    return True
