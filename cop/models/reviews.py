"""Reviews wait for a moderator; decisions say what was done, by whom, why and when, and are never changed."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, record, session
from cop.events import ReviewDecided, ReviewOpened
from cop.models.messages import Message
from cop.models.people import Person
from cop.models.posts import Post
from cop.models.spaces import RoomState, Space
from cop.models.topics import Topic

WAITING = text("decided_at IS NULL")


class ReviewKind(StrEnum):
    HELD = "held"
    REPORT = "report"


class Verdict(StrEnum):
    """Everything a moderator can decide, on contributions, topics, memberships and rooms."""

    RELEASE = "release"
    RELEASE_EDITED = "release_edited"
    DECLINE = "decline"
    HIDE = "hide"
    RESTORE = "restore"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    WITHDRAWN = "withdrawn"
    LOCK = "lock"
    UNLOCK = "unlock"
    PIN = "pin"
    UNPIN = "unpin"
    RENAME = "rename"
    SET_CLOSING = "set_closing"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    SET_TAGS = "set_tags"
    SET_ANSWER = "set_answer"
    WITHDRAW_ANSWER = "withdraw_answer"
    MOVE_AWAY = "move_away"
    MOVE_HERE = "move_here"
    SPLIT = "split"
    MERGE = "merge"
    SUMMARISE = "summarise"
    ADD_TAG = "add_tag"
    RENAME_TAG = "rename_tag"
    REMOVE_TAG = "remove_tag"
    CLOSE_POLL = "close_poll"
    REMOVE_POLL = "remove_poll"
    SET_FORUM = "set_forum"
    ADD_MEMBER = "add_member"
    REMOVE_MEMBER = "remove_member"
    SET_ROLES = "set_roles"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    INVITE = "invite"
    REVOKE_INVITATION = "revoke_invitation"
    SET_POLICY = "set_policy"
    OPEN_ROOM = "open_room"
    ANNOUNCE_ONLY = "announce_only"
    CLOSE_ROOM = "close_room"
    ARCHIVE_ROOM = "archive_room"
    SET_KEEPING = "set_keeping"
    EXPIRE = "expire"


ROOM_VERDICTS = {
    RoomState.OPEN: Verdict.OPEN_ROOM,
    RoomState.ANNOUNCEMENTS: Verdict.ANNOUNCE_ONLY,
    RoomState.CLOSED: Verdict.CLOSE_ROOM,
    RoomState.ARCHIVED: Verdict.ARCHIVE_ROOM,
}
"""How the log says what a room became."""


class Review(Base):
    """One thing that waits: a held post or message, or one that was reported (by one person or several).

    `is_escalated`: it concerns whoever would decide it, so a steward does, who sees this one item only.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("(post_id IS NULL) <> (message_id IS NULL)", name="one_subject"),
        Index(
            "uq_review_post", "post_id", "kind", unique=True, sqlite_where=WAITING, postgresql_where=WAITING
        ),
        Index(
            "uq_review_message",
            "message_id",
            "kind",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        Index("ix_review_waiting", "space_id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_review_waiting_author", "author_id", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    kind: Mapped[ReviewKind]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_escalated: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]

    space: Mapped[Space] = relationship()
    post: Mapped[Post | None] = relationship()
    message: Mapped[Message | None] = relationship()
    author: Mapped[Person] = relationship()
    reports: Mapped[list["Report"]] = relationship(back_populates="review", order_by="Report.id")
    decisions: Mapped[list["Decision"]] = relationship(back_populates="review", order_by="Decision.id")

    @property
    def subject(self) -> Post | Message:
        """The contribution it is about."""
        return self.post or self.message  # type: ignore[return-value]  # one of them, says the constraint

    @classmethod
    def open_for(cls, subject: Post | Message, kind: ReviewKind, *, is_escalated: bool = False) -> "Review":
        """The waiting review of `subject`; a new one if none waits. Its space's row must be locked."""
        review = cls.waiting_for(subject, kind)
        if review is None:
            review = cls(
                space_id=subject.space.id, kind=kind, author_id=subject.author_id, is_escalated=is_escalated
            )
            review.post, review.message = (subject, None) if isinstance(subject, Post) else (None, subject)
            session.add(review)
            session.flush()
            record(ReviewOpened(review.id))
        return review

    @classmethod
    def waiting_for(cls, subject: Post | Message, kind: ReviewKind) -> "Review | None":
        """The review of `subject` that nobody has decided yet, if there is one."""
        column = cls.post_id if isinstance(subject, Post) else cls.message_id
        query = sa.select(cls).where(column == subject.id, cls.kind == kind, cls.decided_at.is_(None))
        return session.scalars(query).one_or_none()

    def reopen(self) -> None:
        """Let it wait again; its decisions stay."""
        self.decided_at = None
        session.flush()
        record(ReviewOpened(self.id))

    def decide(self, decision: "Decision") -> None:
        """Close it with `decision`, which names it from now on."""
        self.decided_at = clock.now()
        decision.review_id = self.id
        session.flush()
        record(ReviewDecided(self.id, decision.id))


class Report(Base):
    """A person's reason for asking a moderator to look; one for a person and a review. `version` is what they read."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("review_id", "reporter_id"),)

    id: Mapped[Id]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    category: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    review: Mapped[Review] = relationship(back_populates="reports")
    reporter: Mapped[Person] = relationship()


class Decision(Base):
    """What a moderator did: append-only. The undoing of one is another that names it."""

    __tablename__ = "decision"

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[Verdict]
    reason: Mapped[str] = mapped_column(default="")
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)

    actor: Mapped[Person] = relationship(foreign_keys=[actor_id])
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    space: Mapped[Space] = relationship()
    review: Mapped[Review | None] = relationship(back_populates="decisions")
    topic: Mapped[Topic | None] = relationship()
    post: Mapped[Post | None] = relationship()
    message: Mapped[Message | None] = relationship()

    @classmethod
    def log(cls, verdict: Verdict, *, space_id: int, actor_id: int, **about: int | str | None) -> "Decision":
        """Append a decision; `about` names reason, person_id, topic_id, post_id, message_id, undoes_id."""
        decision = cls(verdict=verdict, space_id=space_id, actor_id=actor_id, **about)
        session.add(decision)
        session.flush()
        return decision


@event.listens_for(Decision, "before_update")
def _stays(_mapper: object, _connection: object, decision: Decision) -> None:
    """A decision may learn which review it closed, and nothing else."""
    changed = {attribute.key for attribute in sa.inspect(decision).attrs if attribute.history.has_changes()}
    if changed - {"review", "review_id"}:
        raise RuntimeError("a decision is never changed: append another")


@event.listens_for(Decision, "before_delete")
def _remains(_mapper: object, _connection: object, _decision: Decision) -> None:
    raise RuntimeError("a decision is never deleted")
