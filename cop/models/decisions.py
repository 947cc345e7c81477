"""Decisions: what was done about a contribution, a person or a place, by whom, why and when. Never changed."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import sqlalchemy as sa
from sqlalchemy import ForeignKey, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.grounds import Ground
from cop.models.messages import Message
from cop.models.people import Person
from cop.models.pieces import Piece
from cop.models.posts import Post
from cop.models.spaces import RoomState, Space
from cop.models.statements import write
from cop.models.topics import Topic

if TYPE_CHECKING:
    from cop.models.reviews import Review


Contributed: TypeAlias = Post | Message | Piece
"""What moderators decide about: in a forum, in a room, and elsewhere."""


class Verdict(StrEnum):
    """Everything a moderator can decide, on contributions, topics, memberships and rooms."""

    RELEASE = "release"
    RELEASE_EDITED = "release_edited"
    DECLINE = "decline"
    HIDE = "hide"
    HIDE_REPORTED = "hide_reported"
    RESTORE = "restore"
    REDACT = "redact"
    PURGE = "purge"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    WITHDRAWN = "withdrawn"
    UPHOLD = "uphold"
    OVERTURN = "overturn"
    APPROVE = "approve"
    ASK = "ask"
    REFUSE = "refuse"
    LET_IN = "let_in"
    TURN_AWAY = "turn_away"
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
    SET_TERM = "set_term"
    HAND_OVER = "hand_over"
    APPOINT = "appoint"
    END_APPOINTMENT = "end_appointment"
    NOTE = "note"
    WARN = "warn"
    HOLD_POSTS = "hold_posts"
    READ_ONLY = "read_only"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    INVITE = "invite"
    REVOKE_INVITATION = "revoke_invitation"
    OPEN_SET = "open_set"
    CLOSE_SET = "close_set"
    SET_POLICY = "set_policy"
    SET_JOINING = "set_joining"
    OPEN_ROOM = "open_room"
    ANNOUNCE_ONLY = "announce_only"
    CLOSE_ROOM = "close_room"
    ARCHIVE_ROOM = "archive_room"
    SET_KEEPING = "set_keeping"
    LIST_WORD = "list_word"
    UNLIST_WORD = "unlist_word"
    SET_HIDING = "set_hiding"
    SLOW_ROOM = "slow_room"
    SLOW_TOPIC = "slow_topic"
    EXPIRE = "expire"
    PUBLISH = "publish"
    SET_RETENTION = "set_retention"
    PLACE_HOLD = "place_hold"
    LIFT_HOLD = "lift_hold"


ROOM_VERDICTS = {
    RoomState.OPEN: Verdict.OPEN_ROOM,
    RoomState.ANNOUNCEMENTS: Verdict.ANNOUNCE_ONLY,
    RoomState.CLOSED: Verdict.CLOSE_ROOM,
    RoomState.ARCHIVED: Verdict.ARCHIVE_ROOM,
}
"""How the log says what a room became."""


class Decision(Base):
    """What a moderator did: append-only. The undoing of one is another that names it.

    Nobody is its `actor` where a rule of the space decided by itself, as many reports do. `ground` is of the list,
    `reason` in the actor's own words. What is decided everywhere has no space.
    """

    __tablename__ = "decision"

    id: Mapped[Id]
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[Verdict]
    ground: Mapped[Ground | None]
    reason: Mapped[str] = mapped_column(default="")
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    piece_id: Mapped[int | None] = mapped_column(ForeignKey("piece.id"), index=True)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)

    actor: Mapped[Person | None] = relationship(foreign_keys=[actor_id])
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    space: Mapped[Space | None] = relationship()
    review: Mapped["Review | None"] = relationship(back_populates="decisions", foreign_keys=[review_id])
    topic: Mapped[Topic | None] = relationship()
    post: Mapped[Post | None] = relationship()
    message: Mapped[Message | None] = relationship()
    piece: Mapped[Piece | None] = relationship()

    @classmethod
    def is_about(cls, subject: Contributed) -> sa.ColumnElement[bool]:
        column: sa.orm.InstrumentedAttribute[int | None] = getattr(cls, _COLUMNS[type(subject)])
        return column == subject.id

    @property
    def contribution(self) -> Contributed | None:
        """What somebody wrote, where it is about that."""
        return self.post or self.message or self.piece

    @property
    def decider(self) -> str:
        """Who decided, by name."""
        if self.actor is not None:
            return self.actor.name
        return "whoever applied" if self.verdict is Verdict.WITHDRAWN else "the rules of the space"

    @property
    def why(self) -> str:
        """The reason of the list and what was said besides, in one line; empty where there is none."""
        listed = self.ground.label if self.ground and self.ground is not Ground.OTHER else ""
        return ": ".join(filter(None, (listed, self.reason)))

    @classmethod
    def log(
        cls, verdict: Verdict, *, space_id: int | None, actor_id: int | None, **about: int | str | None
    ) -> "Decision":
        """Append a decision; `about` names ground, reason, undoes_id, and the columns of whom and what it is about."""
        decision = cls(verdict=verdict, space_id=space_id, actor_id=actor_id, **about)
        write(decision)
        return decision


_COLUMNS: dict[type[Base], str] = {Post: "post_id", Message: "message_id", Piece: "piece_id"}


@event.listens_for(Decision, "before_update")
def _stays(_mapper: object, _connection: object, decision: Decision) -> None:
    """A decision may learn which review it closed, and nothing else."""
    changed = {attribute.key for attribute in sa.inspect(decision).attrs if attribute.history.has_changes()}
    if changed - {"review", "review_id"}:
        raise RuntimeError("a decision is never changed: append another")


@event.listens_for(Decision, "before_delete")
def _remains(_mapper: object, _connection: object, _decision: Decision) -> None:
    raise RuntimeError("a decision is never deleted")
