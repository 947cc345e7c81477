"""Summaries: what a space keeps at the top of a topic, written by several, with everything it said before."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.markup import Words
from cop.models.people import Person
from cop.models.shared_texts import SharedText
from cop.models.topics import Topic


class Summary(SharedText, Base):
    """What a topic has come to; an empty one is not shown.

    Readers see none before `shown_version`: not what was taken back, nor what was said where they saw no past.
    """

    __tablename__ = "topic_summary"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True)
    shown_version: Mapped[int] = mapped_column(default=0)
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    edited_at: Mapped[datetime] = mapped_column(default=clock.now)

    topic: Mapped[Topic] = relationship(back_populates="summary")
    editor: Mapped[Person | None] = relationship()

    def write(self, words: Words, *, editor_id: int | None, seen_version: int) -> None:
        """Say `words` from now on and keep what it said; Conflict if somebody wrote since `seen_version`."""
        self.is_unchanged_since(seen_version)
        if self.version:
            self._keep()
        self.say(words)
        self.editor_id, self.edited_at = editor_id, clock.now()
        if not words.text:
            self.seal()

    def seal(self) -> None:
        """Let readers see nothing from now on of what it said before."""
        self.shown_version = self.version

    def _keep(self) -> None:
        past = SummaryRevision(topic_id=self.topic_id, number=self.version, text=self.text)
        past.editor_id, past.written_at = self.editor_id, self.edited_at
        session.add(past)


class SummaryRevision(Base):
    """What a summary said before, who wrote that, and when."""

    __tablename__ = "summary_revision"
    __table_args__ = (UniqueConstraint("topic_id", "number"),)

    id: Mapped[Id]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    number: Mapped[int]
    text: Mapped[str]
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]

    editor: Mapped[Person | None] = relationship()


def hand_over_summary(topic: Topic, into: Topic) -> None:
    """Let the summary of one topic be that of another, its past with it, unless that has one. One that was emptied says
    the words of the first, and keeps a past of its own.
    """
    theirs, ours = topic.summary, into.summary
    if theirs is None or (ours is not None and ours.text):
        return
    if ours is not None:
        words = Words(theirs.text, theirs.html, theirs.renderer)
        ours.write(words, editor_id=theirs.editor_id, seen_version=ours.version)
        return
    for row in (Summary, SummaryRevision):
        moved = sa.update(row).where(row.topic_id == topic.id).values(topic_id=into.id)
        session.execute(moved.execution_options(synchronize_session=False))
