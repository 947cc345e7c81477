"""What a post carries beside its words: whom it names, and which posts it quotes."""

from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, record, session
from cop.events import EveryoneMentioned, PeopleQuoted, PostChanged, PostsRequoted
from cop.markup import Words
from cop.models import quotations
from cop.models.mentions import EVERYONE, Named, called
from cop.models.people import Person
from cop.models.quotations import PostQuote
from cop.models.references import Quoted, References, ids_in, is_shown, words_of
from cop.models.spaces import Space
from cop.models.statements import write
from cop.models.states import Contribution
from cop.models.topics import Topic


class Carrier(Contribution):
    """Ids are kept beside the text, so that to show them needs no look-up: of the people whom it `named`, of the posts
    that it `quoted`, and of those among them that were `lost` to readers since. `html` is without what it quotes of the
    lost ones; only while there are some, `whole_html` is with it. `changed` is raised by whatever changes what the
    fragment shows; the row must be locked.
    """

    changed: Mapped[int] = mapped_column(default=0)
    named: Mapped[str] = mapped_column(default="")
    names_everyone: Mapped[bool] = mapped_column(default=False)
    quoted: Mapped[str] = mapped_column(default="")
    lost: Mapped[str] = mapped_column(default="")
    whole_html: Mapped[str] = mapped_column(default="")

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
        return ids_in(self.named) if self.is_readable() else []

    def refer(self, readers: sa.Select[int], *, others: Iterable[Named] = ()) -> None:
        """Find in its words whom of `readers`, a select of ids, and of `others` it names, and which posts of its space
        it quotes. To be called once whenever its words were rendered anew; its author is not told by it. A new one that
        quotes something is written by this.
        """
        called_all, quoted = self.names_everyone, self.known_quotes
        found = self.references(
            self.html,
            self.text,
            readers,
            others=others,
            space_id=self.space.id,
            topic_id=self.topic_id,
            known=quoted,
        )
        self.names_everyone = found.names_everyone
        self.named = words_of(each for each in found.people if each != self.author_id)
        self._show(found.whole_html, found.lost)
        self._quote([each.id for each in found.quoted])
        if self.is_readable():
            self._tell(found, called_all=called_all, quoted=quoted)

    @classmethod
    def references(
        cls,
        html: str,
        text: str,
        readers: sa.Select[int],
        *,
        others: Iterable[Named],
        space_id: int,
        topic_id: int,
        known: Collection[int] = (),
    ) -> References:
        """What the HTML `html` of `text` refers to in a topic of a space (0: in one that is yet to be). Posts that it
        is `known` to have quoted may stand elsewhere by now.
        """
        html, named = called(html, text, readers, others=others)
        wanted = quotations.quoted_ids(html)
        quoted = cls._quotable(wanted, space_id=space_id, topic_id=topic_id, known=known) if wanted else []
        html = quotations.with_names(html, {each.id: each.name for each in quoted if each.is_shown})
        return References(html, tuple(named), tuple(quoted))

    @classmethod
    def _quotable(
        cls, post_ids: list[int], *, space_id: int, topic_id: int, known: Collection[int]
    ) -> list[Quoted]:
        """Those of the space, and of `known`, that readers ever knew of. In a topic that is closed to them they are
        read in it alone, and elsewhere than in the space by others.
        """
        is_here = Topic.space_id == space_id
        shows = is_shown(cls, Topic, space_id=space_id, topic_id=topic_id)
        query = (
            sa.select(cls.id, Person.name, cls.author_id, shows)
            .join(Topic, Topic.id == cls.topic_id)
            .join(Person, Person.id == cls.author_id)
            .where(cls.id.in_(post_ids), cls.released_at.is_not(None), sa.or_(is_here, cls.id.in_(known)))
            .order_by(cls.id)
        )
        return [Quoted._make(row) for row in session.execute(query)]

    def _tell(self, found: References, *, called_all: bool, quoted: Collection[int]) -> None:
        """State whom an edit concerns that what it said before did not."""
        if self.names_everyone and not called_all:
            record(EveryoneMentioned(self.id))
        new = {each.author_id for each in found.quoted if each.is_shown and each.id not in quoted}
        if new := new - {self.author_id}:
            record(PeopleQuoted(self.id, tuple(sorted(new))))

    @property
    def known_quotes(self) -> list[int]:
        """Ids of all posts that it quotes, wherever they stand by now."""
        return ids_in(self.quoted)

    @property
    def quoted_ids(self) -> list[int]:
        """Ids of the posts that it quotes and that can be read."""
        lost = ids_in(self.lost)
        return [each for each in ids_in(self.quoted) if each not in lost]

    def render_anew(self, words: Words) -> None:
        """Show `words`, which are its own, as they are rendered by now. It names and quotes whom it did, and nobody is
        told. The row of the space must be locked.
        """
        named = sa.select(Person.id).where(Person.id.in_([self.author_id, *ids_in(self.named)]))
        found = self.references(
            words.html,
            self.text,
            named,
            others=[EVERYONE] if self.names_everyone else [],
            space_id=self.space.id,
            topic_id=self.topic_id,
            known=self.known_quotes,
        )
        self.renderer = words.renderer
        self._show(found.whole_html, found.lost)
        self.changed += 1

    def unname(self, person_id: int) -> None:
        """Name somebody no longer, whose name stands in its words no more."""
        self.named = words_of(each for each in ids_in(self.named) if each != person_id)

    def _show(self, whole_html: str, lost: list[int]) -> None:
        self.lost = words_of(lost)
        self.html = quotations.without(whole_html, lost)
        self.whole_html = whole_html if lost else ""

    def _quote(self, post_ids: list[int]) -> None:
        if words_of(post_ids) != self.quoted:
            self.quoted = words_of(post_ids)
            write(cast(Base, self))
            PostQuote.renew(self.id, post_ids)

    def renew_quotations(self) -> None:
        """Let what quotes it, or anything in the topic that it opens, show no more and no less of that than can be read
        from now on. The row of the space must be locked.
        """
        post = type(self)
        here = post.topic_id == self.topic_id if self.is_opening else post.id == self.id
        post._renew_lost(post._quotes(here))

    @classmethod
    def renew_topic(cls, topic_id: int) -> None:
        """The same once a topic has moved to another space: for what quotes its posts, and for what they quote."""
        here = cls.topic_id == topic_id
        cls._renew_lost(sa.and_(here, cls.quoted != "") | cls._quotes(here))

    @classmethod
    def _quotes(cls, here: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        """The condition that a post quotes one of those for which `here` holds."""
        quotes = PostQuote.quoted_id.in_(sa.select(cls.id).where(here))
        is_among: sa.ColumnElement[bool] = cls.id.in_(sa.select(PostQuote.post_id).where(quotes))
        return is_among

    @classmethod
    def _renew_lost(cls, quoting: sa.ColumnElement[bool]) -> None:
        """Do it with the posts for which `quoting` holds: two queries, however many they are."""
        session.flush()
        posts = session.scalars(sa.select(cls).where(quoting).order_by(cls.id)).all()
        lost = cls._lost_to(quoting) if posts else {}
        changed = [post for post in posts if post._lose(lost.get(post.id, [])) and post.is_placed()]
        if changed:
            record(PostsRequoted(tuple(post.id for post in changed)))

    @classmethod
    def _lost_to(cls, quoting: sa.ColumnElement[bool]) -> dict[int, list[int]]:
        """Ids of the posts that each of those for which `quoting` holds quotes, and that can't be read there."""
        theirs, quoted, topic = sa.orm.aliased(Topic), sa.orm.aliased(cls), sa.orm.aliased(Topic)
        shows = is_shown(quoted, topic, space_id=theirs.space_id, topic_id=theirs.id)
        query = (
            sa.select(cls.id, quoted.id)
            .join(theirs, theirs.id == cls.topic_id)
            .join(PostQuote, PostQuote.post_id == cls.id)
            .join(quoted, quoted.id == PostQuote.quoted_id)
            .join(topic, topic.id == quoted.topic_id)
            .where(quoting, quoted.released_at.is_not(None), ~shows)
            .order_by(cls.id, quoted.id)
        )
        return {
            post_id: [each for _, each in rows]
            for post_id, rows in groupby(session.execute(query), itemgetter(0))
        }

    def _lose(self, lost: list[int]) -> bool:
        """Show nothing of what it quotes of the posts `lost`; returns whether that is a change."""
        if lost == ids_in(self.lost):
            return False
        self._show(self.whole_html or self.html, lost)
        self.changed += 1
        return True

    def alter(self) -> None:
        """What it shows is no longer what it was: who knows of it is told."""
        self.changed += 1
        if self.is_placed():
            record(PostChanged(self.id))
