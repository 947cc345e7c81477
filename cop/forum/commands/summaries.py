"""The summary that a space keeps at the top of a topic."""

from cop import policy
from cop.db import command, session
from cop.forum.commands.pace import count_try, pace_writing
from cop.forum.commands.steered import keep, steered
from cop.markup import Words
from cop.models import Summary, Topic, Verdict
from cop.models.confirmations import note_confirmed
from cop.policy import require
from cop.typed import tidied

SUMMARY_LIMIT = 10_000
NOT_YOURS = (
    "The facilitators and moderators of this space write the summary, and members where the space says so."
)
NOT_YET = "Your first post here is read by a moderator. Once it is released you can write the summary too."
EMPTY = Words("", "", 0)


def write_summary(*, actor_id: int, topic_id: int, text: str, version: int) -> Topic:
    """Let the summary of a topic say `text`; empty, it is not shown. What it said is kept. `version` is the one that
    was edited, 0 where there was none. Raises Invalid, NotFound, Forbidden, TooFast, Conflict (somebody
    wrote meanwhile).
    """
    count_try(actor_id)
    words = Words.of(text, limit=SUMMARY_LIMIT) if tidied(text) else EMPTY
    return _write_summary(actor_id, topic_id, words=words, version=version)


@command
def _write_summary(actor_id: int, topic_id: int, *, words: Words, version: int) -> Topic:
    topic, actor = steered(actor_id, topic_id, may=policy.can_edit_summary, why_not=NOT_YOURS)
    summary = topic.summary or Summary(topic_id=topic.id, text="", version=0)
    if summary.text == words.text:
        return topic
    require(not policy.is_summary_held(actor, topic), NOT_YET)
    pace_writing(actor.id)
    summary.write(words, editor_id=actor.id, seen_version=version)
    topic.summary = summary
    session.flush()
    keep(Verdict.SUMMARISE, actor, topic)
    note_confirmed(topic, by_id=actor.id)
    return topic
