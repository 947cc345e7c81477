"""What can be found: an entry for each post, message and person, with the stems of its words."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from cop import stems
from cop.db import Base, BigId, session
from cop.markup import plain
from cop.models.attachments import Attachment
from cop.models.lexemes import LexemeColumn, Lexemes
from cop.models.messages import Message
from cop.models.people import Person
from cop.models.polled import words_of_polls
from cop.models.posts import Post
from cop.models.statements import insert, rows
from cop.models.topics import TopicState
from cop.models.vocabulary import SearchGained, SearchGone

KINDS = 22
"""Bits of an entry's id below its second: two for its kind, twenty of the id of what it is of."""

WHOLE = 100_000
"""Characters of a text that are indexed: more than any text has."""


class EntryKind(StrEnum):
    """What an entry is of. Attached files are found with their post, and read as it is."""

    POST = "post"
    MESSAGE = "message"
    PERSON = "person"


OF_A_PERSON = sa.text("person_id IS NOT NULL")


class SearchEntry(Base):
    """One thing that can be found, as of its `version`: an entry of another version finds nothing until it is renewed,
    so that words which were edited out are gone at once (S22).

    Its id is made of when it was first readable, so that the newest come first in the order of the ids, however late
    they were indexed. `stemmer` is the version of the stems. Who may find it is for the rows themselves to say: the
    space is kept beside it only so that the newest of one space are found quickly.
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        Index("ix_search_entry_space", "space_id", "id"),
        Index("ix_search_entry_words", "words", postgresql_using="gin").ddl_if(dialect="postgresql"),
        Index("ix_search_entry_people", "words", postgresql_using="gin", postgresql_where=OF_A_PERSON).ddl_if(
            dialect="postgresql"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    kind: Mapped[EntryKind]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), unique=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    version: Mapped[int]
    stemmer: Mapped[int] = mapped_column(default=stems.VERSION)
    has_title: Mapped[bool] = mapped_column(default=False)
    words: Mapped[Any] = mapped_column(LexemeColumn)


FTS = sa.table("search_fts", sa.column("rowid"), sa.column("search_fts"))
"""SQLite's own index of the stems; triggers keep it with the entries."""

sa.event.listen(
    SearchEntry.__table__,
    "after_drop",
    sa.DDL("DROP TABLE IF EXISTS search_fts").execute_if(dialect="sqlite"),  # type: ignore[no-untyped-call]
)

_PARTS = (EntryKind.POST, EntryKind.MESSAGE, EntryKind.PERSON)


def entry_id(kind: EntryKind, at: datetime, thing_id: int) -> int:
    """The id of the entry of a thing that could first be read `at`."""
    second = max(0, int(at.timestamp()))
    return second << KINDS | _PARTS.index(kind) << 20 | thing_id & 0xFFFFF


def entries_between(since: datetime | None, until: datetime | None) -> sa.ColumnElement[bool]:
    """Entries of what could first be read at `since` or later, and before `until`."""
    wanted: list[sa.ColumnElement[bool]] = [sa.true()]
    if since is not None:
        wanted.append(SearchEntry.id >= entry_id(EntryKind.POST, since, 0))
    if until is not None:
        wanted.append(SearchEntry.id < entry_id(EntryKind.POST, until, 0))
    return sa.and_(*wanted)


def entry_of_post(post: Post) -> dict[str, Any] | None:
    """The entry of `post` as it is now; None where there is nothing to find. The first post carries its topic's title
    and polls, which stay to be read where the post itself was removed.
    """
    return _entries_of([post])[post.id]


def _entries_of(posts: Sequence[Post]) -> dict[int, dict[str, Any] | None]:
    """The same of several, by their ids, with as many queries as for one."""
    said = said_by(posts)
    return {post.id: _entry_of(post, *said[post.id]) for post in posts}


def said_by(posts: Sequence[Post]) -> dict[int, tuple[str, str]]:
    """By their ids, the title and the words by which posts are found now: of themselves, of their files, and of the
    polls of the topics that they opened. Empty where there is nothing to find. With as many queries as for one.
    """
    files = words_of_files(posts)
    polls = words_of_polls(post.topic for post in posts if _is_titled(post))
    return {
        post.id: _said(post, files=files.get(post.id, ""), polls=polls.get(post.topic_id, []))
        for post in posts
    }


def _is_titled(post: Post) -> bool:
    return post.is_opening and post.topic.state is TopicState.OPEN


def _said(post: Post, *, files: str, polls: list[str]) -> tuple[str, str]:
    body = [plain(post.html, limit=WHOLE), files] if post.is_readable() else []
    return (post.topic.title, " ".join([*body, *polls])) if _is_titled(post) else ("", " ".join(body))


def _entry_of(post: Post, title: str, body: str) -> dict[str, Any] | None:
    titled = _is_titled(post)
    if post.released_at is None or not (post.is_readable() or titled):
        return None
    return {
        "id": entry_id(EntryKind.POST, post.released_at, post.id),
        "kind": EntryKind.POST,
        "post_id": post.id,
        "space_id": post.topic.space_id,
        "version": post.version,
        "has_title": titled,
        "words": Lexemes.of(title=title, body=body),
    }


def words_of_files(posts: Iterable[Post]) -> dict[int, str]:
    """What is attached to posts that can be read is found with them, by their ids: by name, and by what its author says
    of it. One query for all, and none where no post has any.
    """
    found: dict[int, str] = {}
    if post_ids := [post.id for post in posts if post.attached and post.is_readable()]:
        columns = (Attachment.post_id, Attachment.name, Attachment.description)
        shown = sa.select(*columns).where(Attachment.post_id.in_(post_ids), Attachment.withdrawn_at.is_(None))
        for post_id, rows in groupby(session.execute(shown.order_by(Attachment.post_id)), itemgetter(0)):
            found[post_id] = " · ".join(f"{name} {description}".strip() for _, name, description in rows)
    return found


def entry_of_message(message: Message) -> dict[str, Any] | None:
    """The entry of `message` as it is now; None where there is nothing to find."""
    if message.released_at is None or not message.is_readable():
        return None
    return {
        "id": entry_id(EntryKind.MESSAGE, message.released_at, message.id),
        "kind": EntryKind.MESSAGE,
        "message_id": message.id,
        "space_id": message.space_id,
        "version": message.version,
        "words": Lexemes.of(body=plain(message.html, limit=WHOLE)),
    }


def entry_of_person(person: Person) -> dict[str, Any] | None:
    """The entry of `person`: their name, what they do and where, and what they say about themselves if it is shared.
    None for whoever has left.
    """
    if person.has_left:
        return None
    place = person.organisation
    where = [place.name, place.town, place.region] if place else []
    about = [person.about] if person.shares_about else []
    body = " ".join([person.professional_role.label, *where, *about])
    return {
        "id": entry_id(EntryKind.PERSON, person.created_at, person.id),
        "kind": EntryKind.PERSON,
        "person_id": person.id,
        "version": 1,
        "has_title": True,
        "words": Lexemes.of(title=person.name, body=body),
    }


def put(*entries: dict[str, Any] | None) -> None:
    """Let `entries` be found as they are, by one statement; of None there is nothing to find."""
    usual = dict.fromkeys(_NAMES) | {"stemmer": stems.VERSION, "has_title": False}
    values = [usual | entry for entry in entries if entry is not None]
    if values:
        rows(_putting(session.get_bind().dialect.name), values)


_NAMES = tuple(column.name for column in SearchEntry.__table__.columns)


@cache
def _putting(_database: str) -> Any:
    """Made once for each kind of database: to make a statement takes longer than to run it."""
    statement = insert(SearchEntry.__table__).values({name: sa.bindparam(name) for name in _NAMES})
    renewed = {name: statement.excluded[name] for name in _NAMES if name != "id"}
    return statement.on_conflict_do_update(index_elements=[SearchEntry.__table__.c.id], set_=renewed)


def renew(owner: sa.ColumnElement[bool], entry: dict[str, Any] | None) -> None:
    """Put `entry` in the place of the one that `owner` finds; None takes that away. What stems go and come is noted."""
    old = session.execute(sa.select(SearchEntry.id, SearchEntry.words).where(owner)).one_or_none()
    if old is not None:
        _note_gone(old.words - (entry["words"].all if entry else frozenset()))
        if entry is None or entry["id"] != old.id:
            session.execute(sa.delete(SearchEntry).where(SearchEntry.id == old.id))
    if entry is not None:
        put(entry)
        _note_gained(entry["id"], entry["words"].all - (old.words if old is not None else frozenset()))


def renew_entries(posts: Sequence[Post]) -> None:
    """Put the entries of posts, which can be found for as long as before, in the place of what they were."""
    entries = {post_id: entry for post_id, entry in _entries_of(posts).items() if entry}
    old = sa.select(SearchEntry.post_id, SearchEntry.words).where(SearchEntry.post_id.in_(entries))
    gone = [words - entries[post_id]["words"].all for post_id, words in session.execute(old)]
    _note_gone(frozenset().union(*gone))
    put(*entries.values())


def _note_gained(entry_id: int, gained: frozenset[str]) -> None:
    if gained:
        session.execute(sa.insert(SearchGained), {"entry_id": entry_id, "stems": " ".join(sorted(gained))})


def _note_gone(gone: frozenset[str]) -> None:
    if gone:
        session.execute(sa.insert(SearchGone), [{"stem": each} for each in sorted(gone)])
