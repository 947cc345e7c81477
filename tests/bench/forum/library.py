"""The forum that is read: 5,000 people, 300 spaces, and posts that grow from a thousand to a million in one place, with
what its members have read of it and said to it.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from cop import db
from cop.markup import RENDERER, render
from cop.models import (
    Membership,
    Organisation,
    Person,
    Post,
    ProfessionalRole,
    Role,
    RoleName,
    SearchMark,
    SearchWord,
    Space,
    SpaceKind,
    State,
    Topic,
    TopicState,
)
from cop.models.states import digest
from cop.search import commands as search
from tests.bench import data, prose
from tests.bench.forum.reading import BATCH, batches, have_read, marked

PEOPLE, SPACES, MEMBERS, MINE = 5_000, 300, 200, 12
"""People and spaces, members of the space that is read, and how many spaces a reader belongs to."""

LONG = 500
"""Posts of the topic whose first, middle and last page are read. The others have some twenty."""

USUAL, SMALL = 20, 1_000
BODIES = 1_000
"""So many different texts: each post has one of them, and a word that few others have."""

COMMON = "costs"
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)

_NO_END = 2**62


@dataclass(slots=True)
class Library:
    """A prepared site whose forum grows; `posts` is how many it has."""

    site: data.Site
    posts: int = 0

    @classmethod
    def prepare(cls, folder: Path, *, database: str = "") -> "Library":
        site = data.prepare(folder, members=MEMBERS, database=database)
        _fill(site.space)
        return cls(site)

    def grow(self, posts: int) -> None:
        """Write until there are `posts`, in topics of all spaces; the long topic first, in the space that is read."""
        while self.posts < posts:
            self.posts += _write(self.posts, min(BATCH * USUAL, posts - self.posts), self.site)
        _settle()
        have_read(self.site.space, since=BEGAN, long=LONG)
        _index()
        _analyse()

    @property
    def rare(self) -> str:
        """A word that one post has, in the topic that everybody reads."""
        return word_of(LONG // 2)


def _own_word(number: int) -> str:
    """Each post of the long topic has a word of its own, each other topic one. People of a forum write ever fewer words
    that are new to it: with one in each post, a million posts were half an hour's work to count.
    """
    return word_of(number if number < LONG else LONG + number // USUAL)


def word_of(number: int) -> str:
    """A word that is like no other's."""
    letters = "bcdfghjklmnpqrstvwxz"
    return "zu" + "".join(
        letters[number // 20**place % 20] + "aeiou"[number // 7**place % 5] for place in range(5)
    )


@db.command
def _fill(slug: str) -> None:
    """People, spaces and memberships, past the ORM: they are many."""
    trust = db.session.scalars(sa.select(Organisation.id)).first()
    people = [
        {
            "email": f"reader-{number}@example.org",
            "name": f"Reader {number}",
            "professional_role": ProfessionalRole.RD_MANAGER,
            "organisation_id": trust,
            "password_hash": "!",
        }
        for number in range(PEOPLE - MEMBERS)
    ]
    ids = list(db.session.scalars(sa.insert(Person).returning(Person.id), people))
    spaces = [
        {"slug": f"group-{number}", "kind": SpaceKind.GROUP, "name": f"Group {number}"}
        for number in range(SPACES - 5)
    ]
    groups = list(db.session.scalars(sa.insert(Space).returning(Space.id), spaces))
    read = db.session.scalars(
        sa.select(Membership.person_id).join(Membership.space).where(Space.slug == slug)
    ).all()
    network = db.session.scalars(sa.select(Space.id).where(Space.kind == SpaceKind.NETWORK)).one()
    already = set(db.session.scalars(sa.select(Membership.person_id).where(Membership.space_id == network)))
    pairs = [(person_id, network) for person_id in (*read, *ids) if person_id not in already]
    pairs += [(person_id, group) for person_id in read for group in groups[: MINE - 2]]
    pairs += [(person_id, groups[turn % len(groups)]) for turn, person_id in enumerate(ids)]
    _join(pairs)


def _join(pairs: list[tuple[int, int]]) -> None:
    for batch in batches([{"person_id": person_id, "space_id": space_id} for person_id, space_id in pairs]):
        ids = db.session.scalars(sa.insert(Membership).returning(Membership.id), batch).all()
        db.session.execute(
            sa.insert(Role), [{"membership_id": each, "name": RoleName.MEMBER} for each in ids]
        )


@db.command
def _write(first: int, most: int, site: data.Site) -> int:
    """Topics with at most so many posts, of which the first is number `first`; returns how many posts they have."""
    spaces = list(db.session.scalars(sa.select(Space.id).order_by(Space.slug != site.space, Space.id)))
    people = list(db.session.scalars(sa.select(Person.id).order_by(Person.id)))
    sizes = list(_sizes(first, most))
    starts = [first + sum(sizes[:turn]) for turn in range(len(sizes))]
    topics = [
        {
            "space_id": spaces[_place(turn, start) % len(spaces)],
            "author_id": people[start % MEMBERS],
            "title": f"{prose.WORDS[start % len(prose.WORDS)].capitalize()} of the {start:,}th question",
            "state": TopicState.OPEN,
            "posts": size,
            "activity": start + size,
            "created_at": BEGAN + timedelta(minutes=start),
        }
        for turn, (start, size) in enumerate(zip(starts, sizes, strict=True))
    ]
    written = sa.insert(Topic).returning(Topic.id, sort_by_parameter_order=True)
    ids = db.session.scalars(written, topics).all()
    rows = [
        _post(start + place, topic_id, place + 1, people)
        for topic_id, start, size in zip(ids, starts, sizes, strict=True)
        for place in range(size)
    ]
    for batch in batches(rows):
        db.session.execute(sa.insert(Post), batch)
    return sum(sizes)


def _place(turn: int, start: int) -> int:
    """Which space the topic is in that begins with post number `start`. The one that is read has a page full of them
    from the first, and later each tenth: pages of a small forum are as long as those of a large one.
    """
    return 0 if turn % 10 == 0 or start < SMALL else start // USUAL


def _sizes(first: int, most: int) -> Iterator[int]:
    """Posts of each topic: the long one is the very first."""
    left = most
    while left:
        size = min(left, LONG if first == 0 and left == most else USUAL)
        yield size
        left -= size


def _post(number: int, topic_id: int, position: int, people: list[int]) -> dict[str, Any]:
    text, html = _bodies()[number % BODIES]
    word, at = _own_word(number), BEGAN + timedelta(minutes=number)
    said = f"{text}\n\n{word}"
    return {
        "topic_id": topic_id,
        "author_id": people[(number * 7) % MEMBERS],
        "position": position,
        "activity": number + 1,
        "professional_role": ProfessionalRole.RD_MANAGER,
        "is_opening": position == 1,
        "state": State.RELEASED,
        "created_at": at,
        "released_at": at,
        "key": str(uuid.UUID(int=number)),
        "digest": digest(said),
        "text": said,
        "html": f"{html}\n<p>{word}</p>",
        "renderer": RENDERER,
        "marked": marked(number, people[:MEMBERS]),
    }


@cache
def _bodies() -> list[tuple[str, str]]:
    """(text, HTML) of 200 to 2,000 characters; a third of them have the common word."""
    texts = [
        "\n\n".join(prose.post(number * 31 + part) for part in range(1 + number % 3))
        for number in range(BODIES)
    ]
    return [
        (text, render(text))
        for text in (each[: 200 + number * 1_800 // BODIES] for number, each in enumerate(texts))
    ]


@db.command
def _settle() -> None:
    """What each topic's listing and each space's counter say of the posts that were written."""
    newest = sa.select(sa.func.max(Post.id)).where(Post.topic_id == Topic.id).scalar_subquery()
    db.session.execute(sa.update(Topic).where(Topic.last_post_id.is_(None)).values(last_post_id=newest))
    for name, column in (("last_author_id", Post.author_id), ("last_posted_at", Post.released_at)):
        value = sa.select(column).where(Post.id == Topic.last_post_id).scalar_subquery()
        db.session.execute(sa.update(Topic).where(getattr(Topic, name).is_(None)).values({name: value}))
    latest = sa.select(sa.func.coalesce(sa.func.max(Topic.activity), 0)).where(Topic.space_id == Space.id)
    db.session.execute(sa.update(Space).values(activity=latest.scalar_subquery()))


def _index() -> None:
    """Let what was written, and everybody, be found, as the job does it."""
    _count_anew()
    for follow in (search.follow_posts, search.follow_people):
        while follow():
            pass
    while search.count_words(until=_NO_END):
        pass


@db.command
def _count_anew() -> None:
    """Words are counted in the order of time. What has been written now is of an earlier time than what was counted."""
    db.session.execute(sa.delete(SearchWord))
    db.session.execute(sa.delete(SearchMark).where(SearchMark.name == "words"))


def _analyse() -> None:
    """Let the database's planner know how much there is, as its own upkeep would."""
    engine = db.session.get_bind()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:  # type: ignore[union-attr]
        connection.exec_driver_sql("ANALYZE")
