"""Pieces: what somebody wrote elsewhere than in a forum or a room, once a moderator has to look at it.

What says something there is `Written`: it stands as it is until somebody reports it. From then on its piece says in
which state it is, by whom it was written, and what is decided names the piece, which stays when the words have gone.
"""

from datetime import datetime
from enum import StrEnum
from html import escape
from typing import Any, ClassVar, Self

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.errors import NotFound
from cop.models.people import Person
from cop.models.spaces import Space
from cop.models.states import State

NO_MORE = "Removed for good by a moderator."


class PieceKind(StrEnum):
    WORDING = "wording"
    UPDATE = "update"
    OFFER = "offer"
    ENCOURAGEMENT = "encouragement"
    COMMITMENT = "commitment"
    IMPACT = "impact"
    STORY = "story"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    PieceKind.WORDING: "Improvement intention",
    PieceKind.UPDATE: "What has changed with an intention",
    PieceKind.OFFER: "Offer of help with an intention",
    PieceKind.ENCOURAGEMENT: "Word of a board sponsor",
    PieceKind.COMMITMENT: "Commitment of a board sponsor",
    PieceKind.IMPACT: "Impact",
    PieceKind.STORY: "Value story",
}


class Piece(Base):
    """`version` rises with each change of its words by a moderator. It belongs to the space whose moderators decide."""

    __tablename__ = "piece"

    id: Mapped[Id]
    kind: Mapped[PieceKind]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[State] = mapped_column(default=State.RELEASED)
    version: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime] = mapped_column(default=clock.now)

    space: Mapped[Space] = relationship()
    author: Mapped[Person] = relationship()

    @classmethod
    def of(cls, written: "Written", space: Space) -> "Piece":
        """The piece of what was written, which must be locked; made where there is none, for `space` to look after."""
        if written.piece is None:
            written.piece = cls(kind=written.kind_of_piece, space=space, author_id=written.author_id)
            session.add(written.piece)
            session.flush()
        return written.piece

    @property
    def called(self) -> str:
        return self.kind.label

    @property
    def written(self) -> "Written | None":
        """What it stands for; None once that has gone."""
        kind = KINDS[self.kind]
        found: Written | None = session.scalars(sa.select(kind).where(kind.piece_id == self.id)).one_or_none()
        return found

    @property
    def texts(self) -> list[str]:
        written = self.written
        return [] if written is None else written.texts

    @property
    def text(self) -> str:
        return "\n\n".join(self.texts)

    @property
    def html(self) -> str:
        """Its words as they were typed, for a moderator to read."""
        return "".join(f"<p>{escape(text)}</p>" for text in self.text.splitlines() if text.strip())

    def is_readable(self) -> bool:
        return self.state is State.RELEASED and self.written is not None

    def is_taken_back(self) -> bool:
        return self.state in (State.REMOVED, State.HIDDEN, State.PURGED)

    def is_emptied(self) -> bool:
        return self.state is State.PURGED or not self.texts

    def hide(self) -> None:
        self.state = State.HIDDEN

    def hold(self) -> None:
        self.state = State.HELD

    def release(self) -> None:
        self.state = State.RELEASED

    def decline(self) -> None:
        self.state = State.DECLINED

    def say(self, change: Any) -> None:
        """Put its words through `change`, each text by itself."""
        written = self.written
        if written is not None:
            for name in written.says:
                setattr(written, name, change(getattr(written, name)))
        self.version += 1

    def purge(self) -> None:
        """Leave nothing of what it said."""
        self.say(lambda _: NO_MORE)
        self.state = State.PURGED


class Written:
    """What a person wrote that can be reported. `says` are the columns with the words, `by` the one with its author."""

    kind_of_piece: ClassVar[PieceKind]
    says: ClassVar[tuple[str, ...]]
    by: ClassVar[str] = "person_id"

    piece_id: Mapped[int | None] = mapped_column(ForeignKey("piece.id"), unique=True)

    @declared_attr
    def piece(cls) -> Mapped[Piece | None]:  # noqa: N805 - it is the class
        return relationship()

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        KINDS[cls.kind_of_piece] = cls

    @property
    def author_id(self) -> int:
        return int(getattr(self, self.by))

    @property
    def texts(self) -> list[str]:
        return [getattr(self, name) for name in self.says]

    @property
    def place_id(self) -> int:
        """The space that a hold would be on: that of its pair; 0 for what is nobody's but its author's."""
        intention = getattr(self, "intention", None)
        pair = getattr(self, "pair", None) or (intention.pair if intention is not None else None)
        return int(pair.space_id) if pair is not None else 0

    @property
    def is_taken(self) -> bool:
        """Whether a moderator has taken it from its readers, or reports have until one has looked."""
        return self.piece is not None and self.piece.state is not State.RELEASED

    @classmethod
    def stands(cls) -> sa.ColumnElement[bool]:
        """The condition that nobody has taken it from its readers."""
        taken = sa.exists().where(Piece.id == cls.piece_id, Piece.state != State.RELEASED)
        return ~taken.correlate(cls)

    def go(self) -> Self:
        """Whoever has to look at it finds that its author has taken it back; the row is to be deleted after this."""
        if self.piece is not None:
            self.piece.state = State.REMOVED
        return self


KINDS: dict[PieceKind, Any] = {}
"""What each kind stands for; it says so itself."""


def with_key(kind: PieceKind, key: tuple[int, ...]) -> sa.Select[Any]:
    """What stands under that primary key; NotFound where it is none."""
    table = KINDS[kind]
    columns = sa.inspect(table).primary_key
    if len(columns) != len(key):
        raise NotFound
    return sa.select(table).where(*(column == value for column, value in zip(columns, key, strict=True)))
