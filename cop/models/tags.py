"""Tags: the words by which a space sorts its topics, each from the list that its moderators keep."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, Id

if TYPE_CHECKING:
    from cop.models.topics import Topic

MOST_ON_A_TOPIC = 5
MOST_IN_A_SPACE = 40
LONGEST = 30


class Tag(Base):
    """A word of one space's list. `folded` is how it is told from others and put in order: case makes no difference."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("space_id", "folded"),)

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    name: Mapped[str]
    folded: Mapped[str]

    def call(self, name: str) -> None:
        """Be called `name` from now on, on every topic that has it."""
        self.name, self.folded = name, name.casefold()


class TopicTag(Base):
    """That a topic has a tag."""

    __tablename__ = "topic_tag"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True, index=True)


def keep_common_tags(topic: "Topic", offered: list[Tag]) -> None:
    """Let `topic` have those of `offered`, another space's list, that are called as its tags are."""
    called = {tag.folded for tag in topic.tags}
    topic.tags = [tag for tag in offered if tag.folded in called]
