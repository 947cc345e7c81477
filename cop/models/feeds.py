"""Feeds: addresses by which a person's reader fetches what is new in one space or topic, or when something is held."""

import secrets
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.memberships import Membership
from cop.models.people import Person
from cop.models.sign_ins import fingerprint, is_met
from cop.models.spaces import Space
from cop.models.topics import Topic

OF_ONE = "(space_id IS NULL) <> (topic_id IS NULL)"
OF_DATES = "topic_id IS NULL"


class Feed(Base):
    """A person's address for one space or one topic, or where `is_calendar` for the dates of one space, or of all of
    theirs. The token in it is kept as its fingerprint alone: it is shown
    once, signs nobody in, and is worth no more than its person's rights at the moment it is used (S24).
    """

    __tablename__ = "feed"
    __table_args__ = (
        CheckConstraint(f"is_calendar AND {OF_DATES} OR NOT is_calendar AND {OF_ONE}", name="of_one"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    is_calendar: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    space: Mapped[Space | None] = relationship()
    topic: Mapped[Topic | None] = relationship()

    @classmethod
    def begin(
        cls,
        person_id: int,
        *,
        space_id: int | None = None,
        topic_id: int | None = None,
        is_calendar: bool = False,
    ) -> tuple["Feed", str]:
        """A new feed, and the token for its address, which is kept nowhere else: 256 bits."""
        token = secrets.token_urlsafe(32)
        of = {"space_id": space_id, "topic_id": topic_id, "is_calendar": is_calendar}
        feed = cls(person_id=person_id, token_hash=fingerprint(token), **of)
        session.add(feed)
        session.flush()
        return feed, token

    @classmethod
    def end_of(cls, person_id: int) -> None:
        """Revoke all of a person's. Their row must be locked."""
        theirs = sa.update(cls).where(cls.person_id == person_id, cls.ended_at.is_(None))
        session.execute(theirs.values(ended_at=clock.now()).execution_options(synchronize_session=False))

    @classmethod
    def end_of_former(cls, space_id: int, person_ids: Iterable[int]) -> None:
        """Those of `person_ids` who belong to the space no longer have no feed of it or of a topic in it any more."""
        here = sa.select(Topic.id).where(Topic.space_id == space_id)
        stays = sa.exists().where(
            Membership.person_id == cls.person_id,
            Membership.space_id == space_id,
            Membership.ended_at.is_(None),
        )
        gone = sa.update(cls).where(
            cls.person_id.in_(person_ids),
            cls.ended_at.is_(None),
            sa.or_(cls.space_id == space_id, cls.topic_id.in_(here)),
            ~stays,
        )
        session.execute(gone.values(ended_at=clock.now()).execution_options(synchronize_session=False))

    @classmethod
    def behind(cls, token: str) -> sa.ColumnElement[bool]:
        """The condition that a feed goes by `token` and has not ended, and that its person meets what is demanded of
        their sign-ins (S38).
        """
        return sa.and_(cls.token_hash == fingerprint(token), cls.ended_at.is_(None), is_met(cls.person_id))
