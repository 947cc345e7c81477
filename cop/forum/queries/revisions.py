"""What a post and a summary said before: who changed them when, and the two texts of one change."""

from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from cop import policy
from cop.db import session
from cop.models import Person, Post, PostRevision, Summary, SummaryRevision
from cop.policy import Actor

MOST = 100
"""Changes that a page lists at most, the newest of them."""


class Edit(NamedTuple):
    """That text `number` was replaced by the next: by whom, and when; `title` is the topic's until then where it was
    given another one.
    """

    number: int
    name: str
    at: datetime
    title: str | None = None


def edits_of_post(actor: Actor, post: Post) -> list[Edit]:
    """The changes of `post`, newest first; for other readers, those of texts that they could have read then."""
    since = 0 if policy.can_see_all_revisions(actor, post) else post.shown_version or post.version
    query = (
        sa.select(PostRevision.number, Person.name, PostRevision.replaced_at, PostRevision.title)
        .join(PostRevision.editor)
        .where(PostRevision.post_id == post.id, PostRevision.number >= since)
        .order_by(PostRevision.number.desc())
        .limit(MOST)
    )
    return [Edit(*row) for row in session.execute(query)]


def texts_of_post(post: Post, edit: Edit) -> tuple[str, str]:
    """What `post` said before and after a change."""
    past = sa.select(PostRevision.text).where(PostRevision.post_id == post.id)
    return _around(edit, past, PostRevision.number, now=post.text)


def edits_of_summary(actor: Actor, summary: Summary) -> list[Edit]:
    """The changes of `summary`, newest first; for other readers, those of texts that they are to see."""
    since = 0 if policy.can_see_all_summary_revisions(actor, summary.topic) else summary.shown_version
    query = (
        sa.select(SummaryRevision.number, Person.name, SummaryRevision.written_at)
        .outerjoin(SummaryRevision.editor)
        .where(SummaryRevision.topic_id == summary.topic_id, SummaryRevision.number >= since)
        .order_by(SummaryRevision.number.desc())
        .limit(MOST)
    )
    name = summary.editor.name if summary.editor else ""
    written = [(summary.version, name, summary.edited_at), *session.execute(query)]
    return [Edit(old[0], new[1] or "", new[2]) for new, old in pairwise(written)]


def texts_of_summary(summary: Summary, edit: Edit) -> tuple[str, str]:
    """What `summary` said before and after a change."""
    past = sa.select(SummaryRevision.text).where(SummaryRevision.topic_id == summary.topic_id)
    return _around(edit, past, SummaryRevision.number, now=summary.text)


def _around(
    edit: Edit, past: sa.Select[str], number: InstrumentedAttribute[int], *, now: str
) -> tuple[str, str]:
    """Of the `past` texts by their `number` the one that was replaced, and the next: what it says `now` comes last."""
    texts = session.scalars(past.where(number >= edit.number).order_by(number).limit(2)).all()
    before, after = (*texts, now)[:2]
    return before, after
