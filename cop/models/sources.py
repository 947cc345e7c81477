"""Which lines of a room a topic was begun from."""

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.db import Base, session
from cop.models.messages import Message
from cop.models.topics import Topic, TopicState


class TopicSource(Base):
    """A line that is quoted in the opening post of a topic of the same space."""

    __tablename__ = "topic_source"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True, index=True)

    topic: Mapped[Topic] = relationship(back_populates="sources")
    message: Mapped[Message] = relationship(lazy="joined", innerjoin=True)

    def show(self) -> None:
        """Let the line lead to the topic, which can be read from now on."""
        self.message.continue_in(self.topic)

    def withdraw(self) -> None:
        """Let the line lead to the topic no longer, but to the newest other that quotes it, if there is one."""
        if self.message.continued_in_id == self.topic_id:
            self.message.continue_in(self._another())

    def _another(self) -> Topic | None:
        query = (
            sa.select(Topic)
            .join(TopicSource, TopicSource.topic_id == Topic.id)
            .where(TopicSource.message_id == self.message_id, Topic.id != self.topic_id)
            .where(Topic.state == TopicState.OPEN)
        )
        return session.scalars(query.order_by(Topic.id.desc()).limit(1)).one_or_none()


def let_lines_go(topic: Topic) -> None:
    """Let the lines that `topic` was begun from lead to it no longer, whatever becomes of it, which forgets where it
    began. The row of their space must be locked.
    """
    for source in topic.sources:
        source.withdraw()
        session.delete(source)
    topic.first_line_id = None
    session.flush()
