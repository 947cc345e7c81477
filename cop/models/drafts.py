"""What somebody has begun to write in a room: theirs alone until it is sent."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import Base, session
from cop.models.holds import held
from cop.models.memberships import Membership


class RoomDraft(Base):
    """A person's unsent words for a room; one for each, gone with the membership. Nobody else ever reads it."""

    __tablename__ = "room_draft"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    text: Mapped[str]
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def forget(cls, person_id: int, space_id: int) -> None:
        """There is nothing that they have begun to write."""
        session.execute(sa.delete(cls).where(cls.person_id == person_id, cls.space_id == space_id))

    @classmethod
    def forget_of_former(cls, space_id: int, person_ids: Iterable[int]) -> None:
        """What those of `person_ids` who belong to the space no longer had begun to write there goes too."""
        stays = sa.exists().where(
            Membership.person_id == cls.person_id,
            Membership.space_id == cls.space_id,
            Membership.ended_at.is_(None),
        )
        former = (cls.space_id == space_id, cls.person_id.in_(person_ids), ~stays)
        gone = sa.delete(cls).where(*former, ~held(cls.person_id, space_id=cls.space_id))
        session.execute(gone.execution_options(synchronize_session=False))
