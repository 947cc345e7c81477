"""What a post carries beside its words: whom it names, which posts it quotes, and who reacted to it with which word."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import record, session
from cop.events import PostChanged, PostMarked
from cop.models import quotations
from cop.models.mentions import EVERYONE, Named, called
from cop.models.people import Person
from cop.models.post_marks import POST_MARKS, PostMark, by_word, written
from cop.models.quotations import PostQuote
from cop.models.spaces import Space
from cop.models.states import Contribution, State
from cop.models.topics import Topic, TopicState


class Carrier(Contribution):
    """Ids are kept beside the text, so that to show them needs no look-up: of the people whom it `named`, of the posts
    that it `quoted`, of those among them that were `lost` to readers since, and of who `marked` it with which word.
    `changed` is raised by whatever changes what the fragment shows; the row must be locked.
    """

    changed: Mapped[int] = mapped_column(default=0)
    named: Mapped[str] = mapped_column(default="")
    names_everyone: Mapped[bool] = mapped_column(default=False)
    quoted: Mapped[str] = mapped_column(default="")
    lost: Mapped[str] = mapped_column(default="")
    marked: Mapped[str] = mapped_column(default="")

    if TYPE_CHECKING:
        id: Any
        author_id: Any
        topic_id: Any
        is_opening: Any

        @property
        def space(self) -> Space: ...

    @property
    def mentions(self) -> list[int]:
        """Ids of the people whom it names; none while it is not to be read."""
        return _ids(self.named) if self.is_readable() else []

    @property
    def shown_html(self) -> str:
        """Its words as they may be shown now: without what it quotes of posts that can't be read any more."""
        return quotations.without(self.html, _ids(self.lost))

    @property
    def marks(self) -> list[tuple[str, str, list[int]]]:
        """Every word of POST_MARKS as (word, label, ids of who said it), in that order."""
        people = by_word(self.marked)
        return [(word, label, people.get(word, [])) for word, label in POST_MARKS.items()]

    def refer(self, readers: sa.Select[int], *, others: Iterable[Named] = ()) -> None:
        """Find in its words whom of `readers`, a select of ids, and of `others` it names, and which posts of its space
        it quotes. To be called whenever its words have changed; its author is not told by it.
        """
        self.html, found = called(self.html, self.text, readers, others=others)
        self.names_everyone = EVERYONE[0] in found
        self.named = _words(each for each in found if each not in {EVERYONE[0], self.author_id})
        wanted = quotations.quoted_ids(self.html)
        known = self._quotable(wanted) if wanted else []
        self.html = quotations.with_names(self.html, {id: name for id, name, is_shown in known if is_shown})
        self.lost = _words(id for id, _, is_shown in known if not is_shown)
        self._quote([id for id, _, _ in known])

    def _quotable(self, post_ids: list[int]) -> list[tuple[int, str, bool]]:
        """Those of its own space that readers ever knew of, with who wrote them and whether they can be read now."""
        post = type(self)
        is_open = sa.or_(Topic.state == TopicState.OPEN, Topic.id == self.topic_id)
        query = (
            sa.select(post.id, Person.name, sa.and_(post.state == State.RELEASED, is_open))
            .join(Topic, Topic.id == post.topic_id)
            .join(Person, Person.id == post.author_id)
            .where(post.id.in_(post_ids), post.released_at.is_not(None), Topic.space_id == self.space.id)
            .order_by(post.id)
        )
        return [(id, name, bool(shown)) for id, name, shown in session.execute(query)]

    def _quote(self, post_ids: list[int]) -> None:
        if _words(post_ids) != self.quoted:
            self.quoted = _words(post_ids)
            session.flush()
            PostQuote.renew(self.id, post_ids)

    def mark(self, *, person_id: int, word: str, on: bool) -> None:
        """Set or take back a person's reaction; a repeat changes nothing."""
        people = by_word(self.marked)
        said = people.setdefault(word, [])
        if on == (person_id in said):
            return
        if on:
            said.append(person_id)
            PostMark.put(post_id=self.id, person_id=person_id, word=word)
        else:
            said.remove(person_id)
            PostMark.drop(post_id=self.id, person_id=person_id, word=word)
        self.marked = written(people)
        self.changed += 1
        record(PostMarked(self.id))

    def renew_quotations(self) -> None:
        """Let what quotes it, or anything in the topic that it opens, show no more and no less of that than can be read
        from now on. The row of the space must be locked.
        """
        session.flush()
        for quoting in self._quoting():
            lost = _words(id for id, _, is_shown in quoting._quotable(_ids(quoting.quoted)) if not is_shown)
            if lost != quoting.lost:
                quoting.lost = lost
                quoting.change()

    def change(self) -> None:
        """What it shows is no longer what it was: who knows of it is told."""
        self.changed += 1
        if self.is_placed():
            record(PostChanged(self.id))

    def _quoting(self) -> Sequence["Carrier"]:
        post = type(self)
        quoted = sa.select(post.id).where(post.topic_id == self.topic_id) if self.is_opening else [self.id]
        quoting = sa.select(PostQuote.post_id).where(PostQuote.quoted_id.in_(quoted))
        return session.scalars(sa.select(post).where(post.id.in_(quoting)).order_by(post.id)).all()


def _ids(words: str) -> list[int]:
    return [int(word) for word in words.split()]


def _words(ids: Iterable[int]) -> str:
    return " ".join(map(str, ids))
