"""Messages: lines of a live room, their order and their changes."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, record, session
from cop.errors import Conflict
from cop.events import (
    MessageChanged,
    MessageExpired,
    MessageHeld,
    MessageReleased,
    MessageWithdrawn,
    PeopleCalled,
)
from cop.markup import Words, plain
from cop.models.marks import MARKS, Mark
from cop.models.mentions import Mention, called
from cop.models.people import Person
from cop.models.references import ids_in, words_of
from cop.models.revisions import MessageRevision
from cop.models.spaces import Space
from cop.models.statements import write
from cop.models.states import EMPTIED, IS_TAKEN, Contribution, State
from cop.models.topics import Topic


class Message(Contribution, Base):
    """`seq` is its place in the room, without gaps; `changed` is the room's pulse when it last changed.

    A held message has neither until it is released. `continued_in` is the newest topic that quotes it, while that
    can be read: a title that must not be shown never stands beside it.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("author_id", "key"),
        UniqueConstraint("space_id", "seq"),
        CheckConstraint("(seq IS NULL) = (changed IS NULL)", name="placed_with_pulse"),
        Index("ix_message_changed", "space_id", "changed"),
        Index("ix_message_author", "author_id", "space_id", "state"),
        Index("ix_message_renderer", "renderer", "id"),
        Index("ix_message_taken", "taken_at", sqlite_where=IS_TAKEN, postgresql_where=IS_TAKEN),
    )

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seq: Mapped[int | None]
    changed: Mapped[int | None]
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    pinned_at: Mapped[datetime | None]
    pinned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    named: Mapped[str] = mapped_column(default="")
    continued_in_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))

    space: Mapped[Space] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    reply_to: Mapped["Message | None"] = relationship(remote_side="Message.id")
    continued_in: Mapped[Topic | None] = relationship()
    marks: Mapped[list[Mark]] = relationship(back_populates="message", order_by=Mark.id)
    revisions: Mapped[list[MessageRevision]] = relationship(
        back_populates="message", order_by=MessageRevision.number
    )
    mentioned: Mapped[list[Mention]] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    @property
    def gist(self) -> str:
        """Its first words in a line, for a reply to it; none once it is not to be read."""
        return plain(self.html, limit=120) if self.is_readable() else ""

    @property
    def mentions(self) -> list[int]:
        """Ids of the people whom it names; none while it is not to be read."""
        return ids_in(self.named) if self.is_readable() else []

    @property
    def marks_by_word(self) -> list[tuple[str, str, list[Mark]]]:
        """Its reactions as (word, label, marks), in the order of MARKS; only words that it carries."""
        found = ((word, label, [m for m in self.marks if m.word == word]) for word, label in MARKS.items())
        return [each for each in found if each[2]]

    def release(self) -> None:
        """Let the space read it, for the first time or again. It takes its place in the room once, and the lock of
        the space's row with it. Conflict where its words are kept no more.
        """
        self.require_words()
        self.state = State.RELEASED
        if self.seq is not None:
            self._change()
            return
        self.seq, self.changed = self.space.say()
        self.released_at = clock.now()
        write(self)
        record(MessageReleased(self.id))

    def hold(self) -> None:
        """Let it wait for a moderator: nobody has read it yet."""
        self.state = State.HELD
        write(self)
        record(MessageHeld(self.id))

    def decline(self) -> None:
        self.state = State.DECLINED

    def hide(self) -> None:
        self.state = State.HIDDEN
        self._let_go()
        self._change()

    def remove(self) -> None:
        """Its author takes it back."""
        if self.state is State.HELD:
            record(MessageWithdrawn(self.id))
        self.state = State.REMOVED
        self._let_go()
        self._change()

    def pin(self, *, by_id: int) -> None:
        """Let everybody find it beside the log. The lock of the space's row is taken by this."""
        self.pinned_at, self.pinned_by_id = clock.now(), by_id
        self._change()

    def unpin(self) -> None:
        self._let_go()
        self._change()

    def expire(self) -> None:
        """Keep nothing of it but its place and its key (P2): no words, nothing of its past, nobody's reactions.

        One that was hidden was not let through, and does not count as released from now on (policy/holding.py).
        """
        if self.state is State.HIDDEN:
            self.released_at = None
        self.state = State.EXPIRED
        self.forget_words()
        record(MessageExpired(self.id))

    def purge(self) -> None:
        """The same at once, by a moderator: readers see that, in its place."""
        self.version += 1
        self.state = State.PURGED
        self.forget_words()

    def take_along(self) -> None:
        """The same, by its author who leaves."""
        self.version += 1
        self.state = State.REMOVED
        self.forget_words()

    def forget_words(self) -> None:
        """Say nothing any more, and be what it is to readers, who had no words of it."""
        self.text = self.html = self.digest = self.named = ""
        self.edited_at = self.reply_to_id = None
        self.continued_in = None
        self._let_go()
        for kind in (Mark, MessageRevision, Mention):
            session.execute(sa.delete(kind).where(kind.message_id == self.id))
        session.expire(self, ["marks", "revisions", "mentioned", "reply_to"])
        self._change()

    def revise(self, words: Words, *, editor_id: int, seen_changed: int | None) -> None:
        """Keep what it said as a revision and let it say `words`; Conflict if it changed since `seen_changed`."""
        self.is_unchanged_since(seen_changed)
        session.add(
            MessageRevision(message_id=self.id, number=self.version, text=self.text, editor_id=editor_id)
        )
        self.say(words)
        self.change()

    def change(self) -> None:
        """Count as edited: it shows something else than it did."""
        self.version += 1
        self.edited_at = clock.now()
        self._change()

    def mention(self, readers: sa.Select[int]) -> None:
        """Let it name whom of `readers`, a select of ids, its text calls with an "@": in bold, and kept for counting.

        Anybody else's name is text like any other. Without an "@" in it nothing is asked. Its author is not told by it.
        """
        self.html, found = called(self.html, self.text, readers)
        if found or self.named:
            wanted = [person_id for person_id in found if person_id != self.author.id]
            kept = {mention.person_id: mention for mention in self.mentioned}
            self.mentioned = [kept.get(each) or Mention(person_id=each) for each in wanted]
            self.named = words_of(wanted)
            if self.seq is not None and not kept.keys() >= set(wanted):
                record(PeopleCalled(self.id))

    def render_anew(self, words: Words) -> None:
        """Show `words`, which are its own, as they are rendered by now. It names whom it did: nobody is told."""
        named = sa.select(Person.id).where(Person.id.in_([self.author_id, *ids_in(self.named)]))
        self.html, _ = called(words.html, self.text, named)
        self.renderer = words.renderer

    def unname(self, person_id: int, words: Words) -> None:
        """Say `words`, in which somebody's name stands no more, and name them no longer. Nobody has edited it."""
        self.mentioned = [each for each in self.mentioned if each.person_id != person_id]
        self.named = words_of(each for each in ids_in(self.named) if each != person_id)
        self.text, self.digest = words.text, ""
        self.version += 1
        self.render_anew(words)
        self._change()

    def is_unchanged_since(self, seen: int | None) -> None:
        """Conflict if the room has seen a newer state of it than `seen`."""
        if self.changed != seen:
            raise Conflict("This message changed in the meantime. Look at it as it is now, then try again.")

    def mark(self, *, person_id: int, word: str, on: bool) -> None:
        """Set or take back a person's reaction; a repeat changes nothing."""
        mine = next((mark for mark in self.marks if (mark.person_id, mark.word) == (person_id, word)), None)
        if on == (mine is not None):
            return
        if mine is None:
            self.marks.append(Mark(person_id=person_id, word=word))
        else:
            self.marks.remove(mine)
            session.delete(mine)
        self._change()

    def _let_go(self) -> None:
        self.pinned_at = self.pinned_by_id = None

    def continue_in(self, topic: Topic | None) -> None:
        """Lead to `topic`, which quotes it and can be read (None: to none any more); an emptied one leads nowhere."""
        if self.state not in EMPTIED:
            self.continued_in, self.continued_in_id = topic, topic.id if topic else None
            self._change()

    def _change(self) -> None:
        if self.seq is not None:
            self.changed = self.space.beat()
            record(MessageChanged(self.id))
