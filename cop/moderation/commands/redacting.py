"""Take words out of a contribution, wherever the place keeps them. There is no way back: that is what it is for."""

from collections.abc import Callable, Iterable
from functools import partial

import sqlalchemy as sa

from cop import policy
from cop.db import command, record, session
from cop.errors import Conflict, Invalid
from cop.events import TopicChanged
from cop.markup import Words
from cop.models import (
    Attachment,
    Contributed,
    Decision,
    ForumDraft,
    Message,
    MessageRevision,
    Piece,
    Post,
    PostRevision,
    Report,
    Review,
    RoomDraft,
    Verdict,
)
from cop.models.changes import MARK, Change, FromLines, FromQuotations, TakenOut
from cop.models.holds import wait_for_holds
from cop.models.indexed import take_out
from cop.models.preparing import Prepared, until_ready
from cop.models.quoters import quoters_of
from cop.moderation.commands.cases import Case, ReviewCase, open_case, require_free
from cop.moderation.commands.decisions import OF_READABLE, waiting
from cop.moderation.commands.hiding import open_directly
from cop.moderation.commands.reasons import Why
from cop.typed import in_one_line

FEWEST = 2
TOO_SHORT = "Give at least two characters: fewer stand in everything."
WHOLE = "That is all of it. Hide it, or remove it for good."
NOT_THERE = "These words are not in it, or not any more. Look at it as it is now."
QUOTED = "Say why without the words that you take out: the log would keep them."
NO_WORDS = "Nobody can read it any more, so there are no words to take out."


def redact(
    *,
    actor_id: int,
    words: str,
    post_id: int | None = None,
    message_id: int | None = None,
    reason: str = "",
    ground: str | None = None,
    version: int | None = None,
) -> Decision:
    """Put a mark in the place of `words`, all of them, in what a post or a message says, said and is quoted with.
    `version` is the one that the moderator has read.

    Raises Invalid (`words`: too short, or all of it; `reason`: none, or one that has them), NotFound, Forbidden,
    Conflict (they are not there; it was changed meanwhile, decided about, or under a legal hold).
    """
    opening = partial(open_directly, actor_id=actor_id, post_id=post_id, message_id=message_id)
    return _redacted(opening, words, Why.given(ground, reason), version=version)


def redact_reviewed(
    *,
    actor_id: int,
    review_id: int,
    words: str,
    reason: str = "",
    ground: str | None = None,
    version: int | None = None,
    seen: int | None = None,
) -> Decision:
    """The same of what was reported or found, by whoever decides about that."""
    opening = partial(open_case, actor_id=actor_id, review_id=review_id, seen=seen)
    return _redacted(opening, words, Why.given(ground, reason), version=version)


def _redacted(opening: Callable[[], Case], words: str, why: Why, *, version: int | None) -> Decision:
    change = TakenOut(in_one_line(words))
    if len(change.words) < FEWEST:
        raise Invalid(TOO_SHORT, field="words")
    if change.is_in(why.text):
        raise Invalid(QUOTED, field="reason")
    return until_ready(lambda prepared: _redact(opening, change, why, version=version, prepared=prepared))


@command
def _redact(
    opening: Callable[[], Case], change: TakenOut, why: Why, *, version: int | None, prepared: Prepared
) -> Decision:
    wait_for_holds()
    case = opening()
    first = (
        waiting(case, OF_READABLE, verdict=Verdict.REDACT, why=why) if isinstance(case, ReviewCase) else None
    )
    if first is not None:
        return first
    subject = case.subject
    if not policy.has_words(subject):
        raise Conflict(NO_WORDS)
    require_free(subject)
    case.require_as_read(version)
    if isinstance(subject, Piece):
        _redact_piece(subject, change)
        return case.tell_author(case.decided(Verdict.REDACT, why))
    _require_there(subject, change)
    quoters = quoters_of(subject, _in_quotations(subject, change))
    prepared.require([(change, subject.text), *quoters.wanted()])
    _require_rest(prepared.of(change, subject.text).text)
    others = quoters.apply(prepared)
    _change_beside(subject, change)
    _say(subject, prepared.of(change, subject.text))
    session.flush()
    take_out([subject], others, said=[change.words])
    return case.tell_author(case.decided(Verdict.REDACT, why))


def _redact_piece(piece: Piece, change: TakenOut) -> None:
    """It stands in no quotation, no draft and no index: its words and what was said about them are all there is."""
    if not any(map(change.is_in, piece.texts)):
        raise Conflict(NOT_THERE)
    for text in piece.texts:
        _require_rest(change(text))
    piece.say(change)
    _change_reasons(piece, change)


def _in_quotations(subject: Post | Message, change: TakenOut) -> Change:
    if isinstance(subject, Post):
        return FromQuotations(subject.id, change.words)
    return FromLines((), change.words)


def _require_there(subject: Post | Message, change: TakenOut) -> None:
    titles = [subject.topic.title] if isinstance(subject, Post) and subject.is_opening else []
    past = [each.title for each in subject.revisions if isinstance(each, PostRevision)]
    said = (subject.text, *titles, *past, *(each.text for each in subject.revisions))
    if not any(map(change.is_in, said)):
        raise Conflict(NOT_THERE)


def _require_rest(text: str) -> None:
    if not any(sign.isalnum() for sign in text.replace(MARK, "")):
        raise Invalid(WHOLE, field="words")


def _say(subject: Post | Message, words: Words) -> None:
    """As an edit does it, but that no revision is kept."""
    subject.say(words)
    subject.digest = ""
    readers = policy.readers_of(subject.space)
    if isinstance(subject, Message):
        subject.mention(readers)
    else:
        author = policy.load_actor(subject.author_id)
        subject.refer(readers, others=policy.groups_called_by(author, subject.space))
    subject.change()


def _change_beside(subject: Post | Message, change: TakenOut) -> None:
    """All that is kept of it, or about it, but its own text."""
    _change_past(subject.revisions, change)
    if isinstance(subject, Post):
        _change_beside_post(subject, change)
    else:
        draft = session.get(RoomDraft, (subject.author_id, subject.space_id))
        if draft is not None:
            draft.text = change(draft.text)
    _change_reasons(subject, change)


def _change_reasons(subject: Contributed, change: TakenOut) -> None:
    """What people said when they reported it, or appealed."""
    reviews = sa.select(Review.id).where(Review.is_about(subject))
    for report in session.scalars(sa.select(Report).where(Report.review_id.in_(reviews))):
        report.reason = change(report.reason)
    appealed = sa.select(Decision.id).where(Decision.is_about(subject))
    for review in session.scalars(sa.select(Review).where(Review.appealed_id.in_(appealed))):
        review.plea = change(review.plea)


def _change_past(revisions: Iterable[PostRevision | MessageRevision], change: TakenOut) -> None:
    for past in revisions:
        past.text = change(past.text)
        if isinstance(past, PostRevision) and past.title is not None:
            past.title = change(past.title)


def _change_beside_post(post: Post, change: TakenOut) -> None:
    if post.is_opening and change.is_in(post.topic.title):
        post.topic.rename(change(post.topic.title))
        record(TopicChanged(post.topic_id))
    for file in session.scalars(sa.select(Attachment).where(Attachment.post_id == post.id)):
        file.name, file.description = change.from_name(file.name), change(file.description)
    sent = sa.and_(ForumDraft.person_id == post.author_id, ForumDraft.key == post.key)
    for draft in session.scalars(sa.select(ForumDraft).where(sa.or_(ForumDraft.post_id == post.id, sent))):
        draft.title, draft.text, draft.turn = change(draft.title), change(draft.text), draft.turn + 1
