"""Showing what was written as it is rendered by now: nothing that anybody said changes, and nobody is told."""

from cop import db
from cop.db import command
from cop.forum.commands.locks import post_under_lock, topic_under_lock
from cop.markup import Words
from cop.models import Summary
from cop.models.outcomes import Outcome


@command
def render_post_anew(*, post_id: int, words: Words) -> None:
    """Let a post show `words`, unless it says something else by now. Raises NotFound, Conflict (it just moved)."""
    post = post_under_lock(post_id)
    if post.text == words.text:
        post.render_anew(words)


@command
def render_summary_anew(*, topic_id: int, words: Words) -> None:
    """The same of what a space keeps at the top of a topic."""
    topic_under_lock(topic_id)
    summary = db.lock(Summary, topic_id)
    if summary.text == words.text:
        summary.render_anew(words)


@command
def render_outcome_anew(*, poll_id: int, words: Words) -> None:
    """The same of what a poll has come to. Raises NotFound."""
    outcome = db.lock(Outcome, poll_id)
    if outcome.text == words.text:
        outcome.render_anew(words)
