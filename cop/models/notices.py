"""Notices: that something concerns a person, as ids alone. What it says is read where it is shown (security.md S23)."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import Base, Id, session
from cop.models.decisions import Decision, Verdict
from cop.models.gatherings import Gathering
from cop.models.intentions import Offer
from cop.models.meetings import Meeting
from cop.models.messages import Message
from cop.models.posts import Post
from cop.models.spaces import Space, SpaceKind
from cop.models.topics import Topic
from cop.models.workshops import Workshop

UNSEEN = text("seen_at IS NULL")


class NoticeKind(StrEnum):
    """What it is that concerns somebody, and so what the notice is about: see `ABOUT`."""

    MENTION = "mention"
    QUOTE = "quote"
    CALL = "call"
    REPLY = "reply"
    FOLLOWED = "followed"
    TOPIC = "topic"
    DECISION = "decision"
    REPORT = "report"
    REMINDER = "reminder"
    OUTCOME = "outcome"
    STATEMENT = "statement"
    INSPECTION = "inspection"
    PLACED = "placed"
    CONTRACT = "contract"
    WORKSHOP = "workshop"
    DATES = "dates"
    MEETING = "meeting"
    PLACE_GIVEN = "place_given"
    GATHERING = "gathering"
    OFFERED = "offered"
    ANSWERED = "answered"
    SHARING = "sharing"
    ENCOURAGED = "encouraged"
    UPDATE = "update"
    COMMITMENT = "commitment"
    HOSTING = "hosting"
    SOON = "soon"
    ACTION = "action"


ABOUT: dict[NoticeKind, type[Base]] = {
    NoticeKind.MENTION: Post,  # that names me
    NoticeKind.QUOTE: Post,  # that quotes me
    NoticeKind.CALL: Message,  # a line of a room that names me
    NoticeKind.REPLY: Topic,  # that I opened
    NoticeKind.FOLLOWED: Topic,  # in which others have written
    NoticeKind.TOPIC: Topic,  # a new one, in a space that I follow
    NoticeKind.DECISION: Decision,  # on what I wrote
    NoticeKind.REPORT: Decision,  # on what I reported
    NoticeKind.REMINDER: Post,  # to which I wanted to come back
    NoticeKind.OUTCOME: Topic,  # with an outcome that I wanted to look at again
    NoticeKind.STATEMENT: Decision,  # to publish what everybody accepts
    NoticeKind.INSPECTION: Decision,  # by which somebody else reads a set of mine
    NoticeKind.PLACED: Decision,  # by which somebody has come into a set of mine
    NoticeKind.CONTRACT: Space,  # a set of mine, whose contract waits for us
    NoticeKind.WORKSHOP: Workshop,  # of a cohort of mine, which is at another time or place, or is not held
    NoticeKind.DATES: Meeting,  # of a set of mine, for which dates are proposed
    NoticeKind.MEETING: Meeting,  # the same, which has a date, or another, or is called off
    NoticeKind.PLACE_GIVEN: Gathering,  # a visit or an event, at which I have a place after all
    NoticeKind.GATHERING: Gathering,  # one that I signed up for, which was changed, cancelled or restored
    NoticeKind.OFFERED: Space,  # of my pair, whom somebody offers help
    NoticeKind.ANSWERED: Offer,  # of mine, that its pair has answered
    NoticeKind.SHARING: Space,  # of my pair, whose other half would share what we wrote
    NoticeKind.ENCOURAGED: Space,  # of my pair, to whom its sponsor has said something
    NoticeKind.UPDATE: Space,  # of my pair, which looks at its intention again
    NoticeKind.COMMITMENT: Space,  # of my pair, whose sponsor looks at their commitment again
    NoticeKind.HOSTING: Meeting,  # that I host, and am to confirm
    NoticeKind.SOON: Meeting,  # that is near, or whose dates I have yet to answer
    NoticeKind.ACTION: Space,  # a set of mine, for which I have to do something soon
}
"""What the `subject_id` of a notice of this kind names."""

OF_GATHERINGS = (NoticeKind.PLACE_GIVEN, NoticeKind.GATHERING)
"""Kinds about visits and events."""

COUNTED = (NoticeKind.REPLY, NoticeKind.FOLLOWED)
"""One row stands for all that came since its person last read the topic."""

OF_SETS = (
    NoticeKind.CONTRACT,
    NoticeKind.DATES,
    NoticeKind.MEETING,
    NoticeKind.HOSTING,
    NoticeKind.SOON,
    NoticeKind.ACTION,
)
"""What a set has to see to. They say nothing that stands in it."""

OF_PAIRS = (
    NoticeKind.OFFERED,
    NoticeKind.SHARING,
    NoticeKind.ENCOURAGED,
    NoticeKind.UPDATE,
    NoticeKind.COMMITMENT,
)
"""Kinds about the space of a pair, for its two."""

AGAIN = (
    *COUNTED,
    NoticeKind.REMINDER,
    NoticeKind.OUTCOME,
    NoticeKind.WORKSHOP,
    NoticeKind.ANSWERED,
    *OF_SETS,
    *OF_GATHERINGS,
    *OF_PAIRS,
)
"""Kinds that come again about the same thing once the last one was seen."""

OWED = (NoticeKind.INSPECTION, NoticeKind.PLACED)
"""Kinds that nobody can switch off."""

OF_MINE = (
    NoticeKind.DECISION,
    NoticeKind.REPORT,
    NoticeKind.REMINDER,
    NoticeKind.OUTCOME,
    NoticeKind.STATEMENT,
    *OF_SETS,
    *OF_GATHERINGS,
    NoticeKind.ANSWERED,
    *OF_PAIRS,
    *OWED,
)
"""Kinds that are told in what is muted as well: of what their person wrote, reported, asked for or accepts, or is owed.
"""


class Notice(Base):
    """One unseen row for a person, a kind and a subject: what comes on top of it needs none. Rows are in the order of
    their ids. `subject_id` names no foreign key, because its table is a matter of the kind.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index(
            "uq_notice_unseen",
            "person_id",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=UNSEEN,
            postgresql_where=UNSEEN,
        ),
        Index("ix_notice_person", "person_id", "id"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[NoticeKind]
    subject_id: Mapped[int]
    raised_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime | None]

    @classmethod
    def is_about(cls, *tables: type[Base]) -> sa.ColumnElement[bool]:
        """The condition that its subject is of one of `tables`."""
        return cls.kind.in_([kind for kind, table in ABOUT.items() if table in tables])

    @classmethod
    def with_subject(cls, query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
        """`query` of notices with all that each is about beside it: Decision, Post, Message, Topic, Workshop, Meeting,
        Gathering
        and Space. What says no more than what became of something stands in the space where that was decided, and
        beside no topic; an offer of help stands in the network.
        """
        topic_id = sa.func.coalesce(cls._if_about(Topic), Post.topic_id, Decision.topic_id)
        decided = (Topic.space_id, Message.space_id, Decision.space_id)
        within = (*decided, Workshop.space_id, Meeting.space_id, Gathering.space_id)
        network = sa.select(Space.id).where(Space.kind == SpaceKind.NETWORK).correlate(None).scalar_subquery()
        of_offer = sa.case((cls.is_about(Offer), network), else_=sa.null())
        space_id = sa.func.coalesce(*within, cls._if_about(Space), of_offer)
        return (
            query.outerjoin(Decision, Decision.id == cls._if_about(Decision))
            .outerjoin(Post, Post.id == sa.func.coalesce(cls._if_about(Post), Decision.post_id))
            .outerjoin(Message, Message.id == sa.func.coalesce(cls._if_about(Message), Decision.message_id))
            .outerjoin(Topic, Topic.id == sa.case((cls.says_no_more(), sa.null()), else_=topic_id))
            .outerjoin(Workshop, Workshop.id == cls._if_about(Workshop))
            .outerjoin(Meeting, Meeting.id == cls._if_about(Meeting))
            .outerjoin(Gathering, Gathering.id == cls._if_about(Gathering))
            .outerjoin(Space, Space.id == space_id)
        )

    @classmethod
    def says_no_more(cls) -> sa.ColumnElement[bool]:
        """The condition that it tells what became of something, and not where that is now: its person may not read it
        there. For a select with Decision beside it.
        """
        moved = sa.func.coalesce(Decision.verdict == Verdict.MOVE_AWAY, sa.false())
        return sa.or_(cls.kind == NoticeKind.REPORT, moved)

    @classmethod
    def follow_topic(cls, *, from_id: int, into_id: int) -> None:
        """Let what has not been seen of one topic be about another, unless they have not seen the same of that one."""
        other = sa.orm.aliased(cls)
        same = (other.person_id == cls.person_id, other.kind == cls.kind, other.subject_id == into_id)
        theirs = (cls.is_about(Topic), cls.subject_id == from_id, cls.seen_at.is_(None))
        unless = sa.exists().where(*same, other.seen_at.is_(None))
        moved = sa.update(cls).where(*theirs, ~unless).values(subject_id=into_id)
        session.execute(moved.execution_options(synchronize_session=False))

    @classmethod
    def _if_about(cls, table: type[Base]) -> sa.ColumnElement[int | None]:
        return sa.case((cls.is_about(table), cls.subject_id), else_=sa.null())


class Unwanted(Base):
    """A kind of notice that a person has switched off."""

    __tablename__ = "unwanted_notice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[NoticeKind] = mapped_column(primary_key=True)

    @classmethod
    def of(cls, person_id: int) -> set[NoticeKind]:
        """The kinds that a person has switched off."""
        return set(session.scalars(sa.select(cls.kind).where(cls.person_id == person_id)))

    @classmethod
    def choose(cls, person_id: int, kinds: Collection[NoticeKind]) -> None:
        """Let `kinds` be what they have switched off, and nothing else. What they are owed stays on."""
        session.execute(sa.delete(cls).where(cls.person_id == person_id))
        session.add_all(cls(person_id=person_id, kind=kind) for kind in sorted(kinds) if kind not in OWED)
