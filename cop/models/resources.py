"""The library of the network: what is worth reading, where it stands, and at which level it is (domain.md A05)."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.levels import AgendaLevel
from cop.models.people import Person
from cop.models.states import Sent
from cop.models.topics import Topic


class ResourceState(StrEnum):
    SUGGESTED = "suggested"
    PUBLISHED = "published"
    DECLINED = "declined"


class Resource(Sent, Base):
    """Something to read at `address`, which is on the web or a page of this site. `text` says what it is good for.
    Whoever suggested it reads it before it is published, beside who keeps the library; `reason` is why it was declined.
    `version` is raised by each change.
    """

    __tablename__ = "resource"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    level: Mapped[AgendaLevel]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    address: Mapped[str]
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    state: Mapped[ResourceState] = mapped_column(default=ResourceState.SUGGESTED)
    reason: Mapped[str] = mapped_column(default="")
    key: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=0)
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    topic: Mapped[Topic | None] = relationship()
    tags: Mapped[list["ResourceTag"]] = relationship(
        order_by="ResourceTag.folded", cascade="all, delete-orphan"
    )

    @property
    def is_published(self) -> bool:
        return self.state is ResourceState.PUBLISHED

    def decide(self, state: ResourceState, *, decider_id: int, reason: str = "") -> None:
        self.state, self.reason = state, reason
        self.decider_id, self.decided_at = decider_id, clock.now()

    def tag(self, names: list[str]) -> None:
        """Let it have these tags and no others."""
        known = {each.folded: each for each in self.tags}
        wanted = {name.casefold(): name for name in names}
        self.tags = [
            known.get(folded) or ResourceTag(folded=folded, name=name) for folded, name in wanted.items()
        ]


class ResourceTag(Base):
    """A word by which it is found; `folded` is the same in small letters."""

    __tablename__ = "resource_tag"

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    folded: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


def forget_suggestions(person_id: int) -> None:
    """Delete what somebody has suggested and nobody has published."""
    theirs = sa.select(Resource.id).where(
        Resource.person_id == person_id, Resource.state != ResourceState.PUBLISHED
    )
    session.execute(sa.delete(ResourceTag).where(ResourceTag.resource_id.in_(theirs)))
    session.execute(sa.delete(Resource).where(Resource.id.in_(theirs)))
