"""What stands beside a contribution and goes with it once a moderator removes it for good: a step for each store.

Not here are the texts of others that quote it, which must be rendered anew; the index, which follows in the same
transaction; and the bytes of files, which go after it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import sqlalchemy as sa

from cop import clock, quoting
from cop.db import Base, record, session
from cop.events import NoticesChanged
from cop.models.attachments import Attachment
from cop.models.bookmarks import Bookmark
from cop.models.decisions import Contributed, Decision, Verdict
from cop.models.drafts import RoomDraft
from cop.models.forum_drafts import ForumDraft
from cop.models.letters import Letter
from cop.models.marks import Mark
from cop.models.mentions import Mention, PostMention
from cop.models.messages import Message
from cop.models.notices import Notice, NoticeKind
from cop.models.pieces import Piece
from cop.models.post_marks import PostMark
from cop.models.posts import Post
from cop.models.quotations import PostQuote
from cop.models.reports import Finding, Report
from cop.models.reviews import Review
from cop.models.revisions import MessageRevision, PostRevision

Subject: TypeAlias = Post | Message
Rows: TypeAlias = tuple[type[Base], sa.ColumnElement[bool]]


def rows_about(subject: Contributed) -> Mapping[str, tuple[Rows, ...]]:
    """The rows that hold something of `subject`, by the name of their store: of a purged one there are none."""
    about: dict[str, tuple[Rows, ...]] = {
        "Reasons of reports": (
            (Report, sa.and_(Report.review_id.in_(_reviews(subject)), Report.reason != "")),
        ),
        "Appeals": ((Review, sa.and_(Review.appealed_id.in_(_decisions(subject)), Review.plea != "")),),
        "Findings": ((Finding, Finding.review_id.in_(_reviews(subject))),),
        "Notices": ((Notice, _notices(subject)),),
        "Letters that wait": ((Letter, _letters(subject)),),
    }
    if isinstance(subject, Piece):
        return about
    return about | (_of_post(subject) if isinstance(subject, Post) else _of_message(subject))


def _of_post(post: Post) -> dict[str, tuple[Rows, ...]]:
    sent = sa.and_(ForumDraft.person_id == post.author_id, ForumDraft.key == post.key)
    return {
        "Earlier texts": ((PostRevision, PostRevision.post_id == post.id),),
        "Reactions": ((PostMark, PostMark.post_id == post.id),),
        "Mentions": ((PostMention, PostMention.post_id == post.id),),
        "Drafts": ((ForumDraft, sa.or_(ForumDraft.post_id == post.id, sent)),),
        "Quotations": ((PostQuote, sa.or_(PostQuote.post_id == post.id, PostQuote.quoted_id == post.id)),),
        "Bookmarks": ((Bookmark, Bookmark.post_id == post.id),),
        "Files": ((Attachment, Attachment.post_id == post.id),),
    }


def _of_message(message: Message) -> dict[str, tuple[Rows, ...]]:
    return {
        "Earlier texts": ((MessageRevision, MessageRevision.message_id == message.id),),
        "Reactions": ((Mark, Mark.message_id == message.id),),
        "Mentions": ((Mention, Mention.message_id == message.id),),
    }


def _reviews(subject: Contributed) -> sa.Select[int]:
    return sa.select(Review.id).where(Review.is_about(subject))


def _decisions(subject: Contributed) -> sa.Select[int]:
    """All that was decided about it, but that it goes."""
    return sa.select(Decision.id).where(Decision.is_about(subject), Decision.verdict != Verdict.PURGE)


def _notices(subject: Contributed) -> sa.ColumnElement[bool]:
    """That it concerns somebody, and that something was decided about it."""
    concerns = sa.and_(Notice.is_about(type(subject)), Notice.subject_id == subject.id)
    decided = sa.and_(Notice.kind == NoticeKind.DECISION, Notice.subject_id.in_(_decisions(subject)))
    return sa.or_(concerns, decided)


def _letters(subject: Contributed) -> sa.ColumnElement[bool]:
    waits = (Letter.sent_at.is_(None), Letter.given_up_at.is_(None))
    return sa.and_(Letter.decision_id.in_(_decisions(subject)), *waits)


def _delete(rows: Iterable[Rows]) -> None:
    for table, which in rows:
        session.execute(sa.delete(table).where(which).execution_options(synchronize_session=False))


def _take_back_notices(rows: Iterable[Rows]) -> None:
    """Their people count one less."""
    for _, which in rows:
        people = session.scalars(
            sa.select(Notice.person_id).where(which, Notice.seen_at.is_(None)).distinct()
        )
        if person_ids := tuple(sorted(people)):
            record(NoticesChanged(person_ids))
    _delete(rows)


def _give_up(rows: Iterable[Rows]) -> None:
    """Whoever is about to send one finds it given up, or finds its row again once it was sent."""
    _change(rows, given_up_at=clock.now())


def _unsay(rows: Iterable[Rows]) -> None:
    """Who reported or appealed, for what and when, stays; what they said besides may quote."""
    for table, which in rows:
        _change([(table, which)], **{"reason" if table is Report else "plea": ""})


def _change(rows: Iterable[Rows], **values: Any) -> None:
    for table, which in rows:
        changed = sa.update(table).where(which).values(**values)
        session.execute(changed.execution_options(synchronize_session=False))


Step: TypeAlias = Callable[[Iterable[Rows]], None]

STEPS: dict[str, Step] = {
    "Earlier texts": _delete,
    "Reactions": _delete,
    "Mentions": _delete,
    "Drafts": _delete,
    "Quotations": _delete,
    "Bookmarks": _delete,
    "Files": _delete,
    "Findings": _delete,
    "Notices": _take_back_notices,
    "Letters that wait": _give_up,
    "Reasons of reports": _unsay,
    "Appeals": _unsay,
}
"""How each store is cleared."""


def purge(subject: Contributed) -> list[str]:
    """Leave of `subject` its place and its key. All of its space, topic and own row must be locked. Returns the names
    under which the bytes of its files are kept: they go once this stands.
    """
    stored = _clear(subject)
    subject.purge()
    return stored


def take_along(subject: Post | Message) -> list[str]:
    """The same for an author who leaves."""
    stored = _clear(subject)
    subject.take_along()
    return stored


def _clear(subject: Contributed) -> list[str]:
    stored = _names_of_files(subject)
    _forget_begun(subject)
    session.flush()
    clear(subject, STEPS)
    return stored


def clear(subject: Contributed, stores: Iterable[str]) -> None:
    """Let go of what these `stores` hold of `subject`."""
    for store, rows in rows_about(subject).items():
        if store in stores:
            STEPS[store](rows)
    if not isinstance(subject, Piece):
        session.expire(subject, ["revisions"])


def said_in(subject: Contributed) -> list[str]:
    """All that it said and was called, without what it quotes of others."""
    if isinstance(subject, Piece):
        return subject.texts
    texts = [subject.text, *(past.text for past in subject.revisions)]
    if isinstance(subject, Post):
        texts += _beside(subject)
    return [quoting.own_words(text) for text in texts if text]


def _beside(post: Post) -> Iterable[str]:
    for file in session.scalars(sa.select(Attachment).where(Attachment.post_id == post.id)):
        yield from (file.name, file.description)
    if post.is_opening:
        yield post.topic.title
        yield from (past.title or "" for past in post.revisions)


def _names_of_files(subject: Contributed) -> list[str]:
    if not isinstance(subject, Post):
        return []
    return list(session.scalars(sa.select(Attachment.stored).where(Attachment.post_id == subject.id)))


def _forget_begun(subject: Contributed) -> None:
    """A room keeps one draft of a person, for whatever they say next: it goes where it is what they have said."""
    if isinstance(subject, Message):
        draft = session.get(RoomDraft, (subject.author_id, subject.space_id))
        if draft is not None and subject.text and subject.text in draft.text:
            session.delete(draft)
