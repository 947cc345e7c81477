"""What quotes a contribution: posts, what they said before, and what people have begun to write; each is changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa

from cop.db import session
from cop.markup import Words
from cop.models.changes import Change, FromLines, FromQuotations
from cop.models.forum_drafts import ForumDraft
from cop.models.messages import Message
from cop.models.posts import Post
from cop.models.preparing import Prepared, Wanted
from cop.models.quotations import PostQuote
from cop.models.references import words_of
from cop.models.revisions import PostRevision
from cop.models.sources import TopicSource


@dataclass(frozen=True, slots=True)
class Quoters:
    """All that may quote one contribution, and the `change` that it is to undergo."""

    change: Change
    posts: Sequence[Post]
    texts: Sequence[PostRevision | ForumDraft]

    def wanted(self) -> Iterable[Wanted]:
        """What must be made ready before `apply`."""
        return [(self.change, each.text) for each in (*self.posts, *self.texts)]

    def apply(self, prepared: Prepared) -> list[Post]:
        """Let them say what they are to say; returns the posts that do say something else. Nobody has edited them: what
        was open for an edit meanwhile is shown both texts.
        """
        for each in self.texts:
            each.text = prepared.of(self.change, each.text).text
        changed = [post for post in self.posts if prepared.of(self.change, post.text).text != post.text]
        for post in changed:
            reword(post, prepared.of(self.change, post.text))
        return changed


def reword(post: Post, words: Words) -> None:
    """Let it say `words`, though nobody has edited it. The row of its space must be locked."""
    post.text, post.digest = words.text, ""
    post.version += 1
    post.render_anew(words)
    post.alter()


def quoters_of(subject: Post | Message, change: Change) -> Quoters:
    """Those of `subject`, whose own rows are locked."""
    if isinstance(subject, Post):
        quoting = sa.select(PostQuote.post_id).where(PostQuote.quoted_id == subject.id)
        address = f"/posts/{subject.id}"
        texts = [*_with(PostRevision, address), *_with(ForumDraft, address)]
        return Quoters(change, _locked(Post.id.in_(quoting)), texts)
    topics = sa.select(TopicSource.topic_id).where(TopicSource.message_id == subject.id)
    posts = _locked(sa.and_(Post.topic_id.in_(topics), Post.is_opening))
    past = sa.select(PostRevision).where(PostRevision.post_id.in_([post.id for post in posts]))
    begun = sa.select(ForumDraft).where(ForumDraft.space_id == subject.space_id)
    return Quoters(change, posts, [*session.scalars(past), *session.scalars(begun)])


def quoters_to_empty(subject: Post | Message) -> Quoters:
    """Those of `subject`, which are to hold nothing of it."""
    if isinstance(subject, Post):
        return quoters_of(subject, FromQuotations(subject.id))
    return quoters_of(subject, FromLines((subject.text, *(past.text for past in subject.revisions))))


def forget_quotations(subject: Post | Message, quoters: Quoters, prepared: Prepared) -> list[Post]:
    """Let what quotes `subject` hold nothing of it, as `prepared`; returns the posts that say something else now. They
    quote the post no longer: what stood there is no quotation of it.
    """
    others = quoters.apply(prepared)
    if isinstance(subject, Post):
        for post in quoters.posts:
            post.quoted = words_of(each for each in post.known_quotes if each != subject.id)
    return others


def _locked(which: sa.ColumnElement[bool]) -> Sequence[Post]:
    query = sa.select(Post).where(which).order_by(Post.id).with_for_update(of=Post)
    return session.scalars(query.execution_options(populate_existing=True)).unique().all()


def _with(table: type[PostRevision] | type[ForumDraft], address: str) -> Sequence[PostRevision | ForumDraft]:
    found = sa.select(table).where(table.text.contains(address, autoescape=True))
    return cast(Sequence[PostRevision | ForumDraft], session.scalars(found).all())
