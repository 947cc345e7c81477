"""Posts: contributions to a topic, and the places they take in it."""

from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, record, session
from cop.errors import Conflict
from cop.events import PostHeld, PostReleased, PostWithdrawn, TopicChanged
from cop.markup import Words
from cop.models.carried import Carrier
from cop.models.organisations import Organisation
from cop.models.people import Person, ProfessionalRole, in_a_line
from cop.models.post_marks import Marked
from cop.models.revisions import PostRevision
from cop.models.spaces import Space
from cop.models.statements import amend, write
from cop.models.states import IS_TAKEN, State
from cop.models.topics import Topic, TopicState, page_of

if TYPE_CHECKING:
    from cop.models.attachments import Attachment

CHANGED = "This post was changed while you were editing. Both texts are below; nothing is lost."

ANSWERS = sa.text("is_answer")

UNTITLED = "A topic whose first post was removed for good"
"""What a topic is called once what its first post said, and its title with it, is kept no more."""


class Post(Carrier, Marked, Base):
    """`position` is its place in the topic and is given on release, so that a held one is in no count.

    `standing` of the author is kept as it was when they wrote. `shown_version` is the one that readers saw first:
    what it said before that is no reader's.
    """

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("author_id", "key"),
        UniqueConstraint("topic_id", "position"),
        CheckConstraint("(position IS NULL) = (released_at IS NULL)", name="placed_when_released"),
        Index("ix_post_author", "author_id", "released_at"),
        Index("ix_post_renderer", "renderer", "id"),
        Index("ix_post_taken", "taken_at", sqlite_where=IS_TAKEN, postgresql_where=IS_TAKEN),
        Index("uq_post_answer", "topic_id", unique=True, sqlite_where=ANSWERS, postgresql_where=ANSWERS),
    )

    id: Mapped[Id]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    position: Mapped[int | None]
    activity: Mapped[int | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    professional_role: Mapped[ProfessionalRole]
    is_opening: Mapped[bool] = mapped_column(default=False)
    is_answer: Mapped[bool] = mapped_column(default=False)
    shown_version: Mapped[int | None]
    attached: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many files it has; those without any are never asked for them."""

    topic: Mapped[Topic] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    organisation: Mapped[Organisation | None] = relationship()
    revisions: Mapped[list[PostRevision]] = relationship(back_populates="post", order_by=PostRevision.number)
    attachments: Mapped[list["Attachment"]] = relationship(viewonly=True, lazy="raise")
    """Given by `models.attachments.load_onto`, in one query for a page."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**_fresh() | given)

    @property
    def space(self) -> Space:
        return self.topic.space

    @property
    def page(self) -> int:
        return page_of(self.position or self.topic.posts)

    @property
    def standing(self) -> str:
        return in_a_line(self.professional_role, self.organisation)

    def release(self) -> None:
        """Let the space read it, now or again; it takes a place in its topic once. The topic's row must be locked. One
        that is new is written by this. Conflict where its words are kept no more.
        """
        self.require_words()
        self.state = State.RELEASED
        self.changed += 1
        if self.is_opening:
            self.topic.turn(TopicState.OPEN)
        if self.is_placed():
            self.renew_quotations()
            show_last(self.topic)
        else:
            self._take_place()
        record(PostReleased(self.id))

    def _take_place(self) -> None:
        self.position, self.activity = self.topic.posts + 1, self.topic.space.act()
        self.released_at, self.shown_version = clock.now(), self.version
        write(self)
        _list_as_last(self, posts=self.position)

    def hold(self) -> None:
        """Let it wait for a moderator: nobody has read it yet. A new one is written by this."""
        self.state = State.HELD
        self.changed += 1
        if self.is_opening:
            self.topic.turn(TopicState.HELD)
        write(self)
        record(PostHeld(self.id))

    def decline(self) -> None:
        """Keep it from the space; its author sees it and the reason."""
        self.state = State.DECLINED
        self.changed += 1
        if self.is_opening:
            self.topic.turn(TopicState.DECLINED)

    def hide(self) -> None:
        """Take its words from readers; a moderator may restore it. The opening post takes the topic with it."""
        self.state = State.HIDDEN
        if self.is_opening:
            self.topic.turn(TopicState.HIDDEN)
        self._withdraw()

    def remove(self) -> None:
        """Its author takes it back; a topic that nobody answered goes with its opening post."""
        if self.state is State.HELD:
            record(PostWithdrawn(self.id))
        self.state = State.REMOVED
        if self.is_opening and self.topic.posts <= 1:
            self.topic.turn(TopicState.REMOVED)
        self._withdraw()

    def purge(self) -> None:
        """Be a tombstone without words, now and for good; what stood beside them is cleared by `purging`. A topic that
        readers know of stays with its replies, under a title that says nothing.
        """
        self._empty(State.PURGED)

    def take_along(self) -> None:
        """The same, by its author who leaves; a topic that nobody answered goes with its opening post."""
        self._empty(State.REMOVED)
        if self.is_opening and self.topic.posts <= 1:
            self.topic.turn(TopicState.REMOVED)

    def _empty(self, state: State) -> None:
        was, self.state = self.state, state
        if self.is_opening:
            self.topic.rename(UNTITLED)
            if was is State.HIDDEN:
                self.topic.turn(TopicState.OPEN)
            elif not self.is_placed():
                self.topic.turn(TopicState.REMOVED)
            record(TopicChanged(self.topic_id))
        self.version += 1
        self.forget_words()
        self._withdraw()

    def forget_words(self) -> None:
        """Say nothing any more, and be what it is to readers, who had no words of it."""
        self.text = self.html = self.whole_html = self.digest = ""
        self.named = self.quoted = self.lost = self.marked = ""
        self.names_everyone, self.edited_at, self.attached = False, None, 0

    def _withdraw(self) -> None:
        if self.is_answer:
            self.stop_answering()
        show_last(self.topic)
        self.renew_quotations()
        self.alter()

    def revise(self, words: Words, *, editor_id: int, seen_version: int, title: str | None = None) -> None:
        """Keep what it said as a revision and let it say `words`, and its topic be called `title` where one is given;
        Conflict if it changed since `seen_version`.
        """
        self.is_unchanged_since(seen_version)
        kept = PostRevision(post_id=self.id, number=self.version, text=self.text, editor_id=editor_id)
        if title is not None:
            kept.title = self.topic.title
            self.topic.rename(title)
        session.add(kept)
        self.say(words)
        self.change()

    def is_unchanged_since(self, seen: int) -> None:
        """Conflict if it was edited since its version `seen`."""
        if self.version != seen:
            raise Conflict(CHANGED)

    def change(self) -> None:
        """Count as edited: it shows something else than it did."""
        self.version += 1
        self.edited_at = clock.now()
        self.alter()

    def answer(self) -> None:
        """Be the answer of its topic from now on. No other may be it; the topic's row must be locked."""
        self.is_answer, self.topic.answer_id = True, self.id
        self.alter()
        record(TopicChanged(self.topic_id))

    def stop_answering(self) -> None:
        self.is_answer, self.topic.answer_id = False, None
        session.flush()  # before another one answers: there is only one at any moment
        self.alter()
        record(TopicChanged(self.topic_id))


def show_last(topic: Topic) -> None:
    """Let the listing name the newest readable post of `topic`, whichever that now is. Its row must be locked."""
    session.flush()
    newest = session.scalars(
        sa.select(Post)
        .where(Post.topic_id == topic.id, Post.state == State.RELEASED)
        .order_by(Post.position.desc())
        .limit(1)
    ).one_or_none()
    if newest is not None:
        _list_as_last(newest)


def _list_as_last(post: Post, **more: int) -> None:
    """Let the topic of `post` name it as its last one, and be what `more` says."""
    amend(
        post.topic,
        last_post_id=post.id,
        last_author_id=post.author_id,
        last_posted_at=post.released_at,
        activity=post.activity or post.topic.activity,
        **more,
    )


@cache
def _fresh() -> dict[str, Any]:
    """What a post carries that was not written yet: the defaults of its columns."""
    defaults = ((each.key, each.default) for each in Post.__table__.c)
    return {key: default.arg for key, default in defaults if default is not None and default.is_scalar}
