"""Reviews: what waits for a moderator, by whom it may be decided, and since when."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, record, session
from cop.errors import Conflict
from cop.events import ReviewDecided, ReviewOpened
from cop.models.applications import Application
from cop.models.decisions import Contributed, Decision
from cop.models.grounds import Ground
from cop.models.messages import Message
from cop.models.people import Person
from cop.models.pieces import Piece
from cop.models.posts import Post
from cop.models.reports import Finding, Report
from cop.models.requests import JoinRequest
from cop.models.spaces import Space

WAITING = text("decided_at IS NULL")

CLAIM_LASTS = timedelta(minutes=15)
"""After so long without a decision a claim is nobody's any more."""

STALE = "Something was added to this since you opened it. Read it again, then decide."


class ReviewKind(StrEnum):
    """Why it waits. A finding is what its author says is no patient's identifier (guarding.py)."""

    HELD = "held"
    REPORT = "report"
    FINDING = "finding"
    APPEAL = "appeal"
    APPLICATION = "application"
    REQUEST = "request"


class Deciders(StrEnum):
    """Whose a review is: the space's own, or, where they must not, those after them."""

    MODERATORS = "moderators"
    STEWARDS = "stewards"
    STAFF = "staff"


Subject: TypeAlias = Contributed | Person | Decision | Application | JoinRequest
"""A contribution, somebody's profile, a decision that was appealed against, an application, or a request to join."""

SUBJECTS: dict[type[Base], str] = {
    Post: "post",
    Message: "message",
    Piece: "piece",
    Person: "profile",
    Decision: "appealed",
    Application: "application",
    JoinRequest: "request",
}
"""What a review can be about -> the relation that leads to it; its id stands under the same name."""


class Review(Base):
    """One thing that needs a person: a contribution that is held or was reported, one or a profile whose author says
    that it names no patient, a decision that was appealed against with a `plea`, or somebody's wish to join.

    There is one for a subject and a kind: what comes on top of it lets it wait again, with its history. `version` rises
    with all that happens to it, so that nobody decides about something else than they have read. Of a profile it is in
    no space, and of an application there is no author: who applies is nobody here yet.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint(
            " + ".join(f"(CASE WHEN {name}_id IS NULL THEN 0 ELSE 1 END)" for name in SUBJECTS.values())
            + " = 1",
            name="one_subject",
        ),
        UniqueConstraint("post_id", "kind"),
        UniqueConstraint("message_id", "kind"),
        UniqueConstraint("piece_id", "kind"),
        UniqueConstraint("profile_id", "kind"),
        UniqueConstraint("appealed_id"),
        UniqueConstraint("application_id"),
        UniqueConstraint("request_id"),
        Index("ix_review_waiting", "space_id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_review_waiting_author", "author_id", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: Mapped[Id]
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    kind: Mapped[ReviewKind]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    piece_id: Mapped[int | None] = mapped_column(ForeignKey("piece.id"))
    profile_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    appealed_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id", use_alter=True))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("join_request.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    falls_to: Mapped[Deciders] = mapped_column(default=Deciders.MODERATORS, server_default="moderators")
    plea: Mapped[str] = mapped_column(default="", server_default="")
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    claimed_at: Mapped[datetime | None]
    reminded: Mapped[int] = mapped_column(default=0, server_default="0")
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]

    space: Mapped[Space | None] = relationship()
    post: Mapped[Post | None] = relationship()
    message: Mapped[Message | None] = relationship()
    piece: Mapped[Piece | None] = relationship()
    profile: Mapped[Person | None] = relationship(foreign_keys=[profile_id])
    appealed: Mapped[Decision | None] = relationship(foreign_keys=[appealed_id])
    application: Mapped[Application | None] = relationship()
    request: Mapped[JoinRequest | None] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])
    claimed_by: Mapped[Person | None] = relationship(foreign_keys=[claimed_by_id])
    reports: Mapped[list[Report]] = relationship(back_populates="review", order_by="Report.id")
    findings: Mapped[list[Finding]] = relationship(back_populates="review", order_by="Finding.id")
    decisions: Mapped[list[Decision]] = relationship(
        back_populates="review", order_by="Decision.id", foreign_keys="Decision.review_id"
    )

    @property
    def subject(self) -> Subject:
        return next(each for name in SUBJECTS.values() if (each := getattr(self, name)))  # type: ignore[no-any-return]

    @property
    def whose(self) -> Person | Application:
        """Whoever it is about: with a name, and what they are."""
        return self.author or self.application  # type: ignore[return-value]  # one of them is there

    @property
    def contribution(self) -> Contributed | None:
        """What somebody wrote, where it is about that."""
        return self.post or self.message or self.piece

    @property
    def is_escalated(self) -> bool:
        """Whether others than the space's own moderators decide, who see this one item of the space."""
        return self.falls_to is not Deciders.MODERATORS

    @property
    def grounds(self) -> list[Ground]:
        """What it was reported for, each once."""
        return list(dict.fromkeys(report.category for report in self.reports))

    @classmethod
    def open_for(
        cls, subject: Subject, kind: ReviewKind, *, falls_to: Deciders = Deciders.MODERATORS, plea: str = ""
    ) -> "Review":
        """The review of `subject`, which waits from now on. The row of its space must be locked; of a profile, that of
        its person.
        """
        review = cls.of(subject, kind)
        if review is None:
            review = cls(kind=kind, falls_to=falls_to, plea=plea, **_about(subject))
            session.add(review)
            session.flush()
            record(ReviewOpened(review.id))
        elif review.decided_at is not None:
            review.falls_to = falls_to
            review.reopen()
        return review

    @classmethod
    def of(cls, subject: Subject, kind: ReviewKind) -> "Review | None":
        """The review of `subject`, whether it waits or not, if there is one."""
        query = sa.select(cls).where(cls.is_about(subject), cls.kind == kind)
        return session.scalars(query).one_or_none()

    @classmethod
    def is_about(cls, subject: Subject) -> sa.ColumnElement[bool]:
        """The condition that a review is of `subject`; a decision's is the appeal against it."""
        column: sa.orm.InstrumentedAttribute[int | None] = getattr(cls, f"{SUBJECTS[type(subject)]}_id")
        return column == subject.id

    @classmethod
    def waiting_for(cls, subject: Subject, kind: ReviewKind) -> "Review | None":
        """The review of `subject` that nobody has decided yet, if there is one."""
        review = cls.of(subject, kind)
        return review if review is not None and review.decided_at is None else None

    @classmethod
    def renew(cls, subject: Post | Message) -> None:
        """Its author has changed `subject`: who has read it before decides about nothing that waits."""
        waiting = sa.select(cls).where(cls.is_about(subject), cls.decided_at.is_(None))
        for review in session.scalars(waiting.with_for_update(of=cls)).all():
            review.version += 1
            session.flush()
            record(ReviewOpened(review.id))

    def is_claimed(self) -> bool:
        """Whether somebody looks at it at the moment."""
        return self.claimed_at is not None and clock.now() < self.claimed_at + CLAIM_LASTS

    def is_claimed_from(self, person_id: int) -> bool:
        """Whether somebody else than this person does."""
        return self.is_claimed() and self.claimed_by_id != person_id

    def claim(self, person_id: int | None) -> None:
        """Let this person look at it, or nobody in particular."""
        self.claimed_by_id = person_id
        self.claimed_at = clock.now() if person_id else None
        session.flush()
        record(ReviewOpened(self.id))

    def is_unchanged_since(self, seen: int | None) -> None:
        """Conflict if something has happened to it since its version `seen`."""
        if seen is not None and self.version != seen:
            raise Conflict(STALE)

    def add(self, *more: Report | Finding) -> None:
        """Let moderators read `more` about it."""
        for each in more:
            each.review_id = self.id
            session.add(each)
        self.version += 1
        session.flush()
        record(ReviewOpened(self.id))

    def reopen(self) -> None:
        """Let it wait again, from now on; its decisions stay."""
        self.decided_at = self.claimed_by_id = self.claimed_at = None
        self.opened_at, self.reminded = clock.now(), 0
        self.version += 1
        session.flush()
        record(ReviewOpened(self.id))

    def decide(self, decision: Decision) -> None:
        """Close it with `decision`, which names it from now on."""
        self.decided_at = clock.now()
        self.version += 1
        decision.review_id = self.id
        session.flush()
        record(ReviewDecided(self.id, decision.id))


def _about(subject: Subject) -> dict[str, object]:
    """The columns of a review that say what it is about, whose that is, and where it stands."""
    about: dict[str, object] = {SUBJECTS[type(subject)]: subject}
    if isinstance(subject, Person):
        return about | {"author_id": subject.id}
    if isinstance(subject, Application):
        return about | {"space_id": subject.cohort_id}
    if isinstance(subject, Post | Message | Piece):
        return about | {"author_id": subject.author_id, "space_id": subject.space.id}
    return about | {"author_id": subject.person_id, "space_id": subject.space_id}
