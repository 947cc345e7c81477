"""Who is about to write in a forum, read in one query under its lock."""

from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from cop import policy
from cop.db import BigId, session
from cop.errors import NotFound
from cop.forum.queries.reader import position_in, read_activity_in
from cop.models import ForumDraft, Person, Post, Sheet, Topic
from cop.policy import Actor


class Writer(NamedTuple):
    """`sent_id` is of the post that they sent under the key that they name. `position` and `read_activity` say how far
    they have read the topic and its space; `has_begun`, whether they have kept a draft on the sheet.
    """

    person: Person
    sent_id: int | None
    position: int | None
    read_activity: int | None
    has_begun: bool

    def has_read_all(self, topic: Topic) -> bool:
        """Whether nothing in `topic`, as it stood when they were read, is new to them."""
        return topic.posts <= (self.position or 0) or topic.activity <= (self.read_activity or 0)


def load_writer(person_id: int, *, key: str, sheet: Sheet, space_id: int) -> tuple[Actor, Writer]:
    """Who writes on `sheet`, a new topic or a reply, in the space, as an actor and with what they have there; NotFound
    where nobody of that id has an account.
    """
    asked = {"person_id": person_id, "key": key, "sheet_id": sheet.id, "space_id": space_id}
    found = session.execute(_writer(sheet.kind), asked).one_or_none()
    if found is None:
        raise NotFound
    *known, roles, appointments = found
    return policy.standing_read(person_id, roles, appointments), Writer._make(known)


@cache
def _writer(kind: str) -> sa.Select[*tuple[Any, ...]]:
    """Made once for each kind of sheet."""
    names = ("person_id", "sheet_id", "space_id")
    person_id, sheet_id, space_id = (sa.bindparam(name, type_=BigId) for name in names)
    sent = sa.select(Post.id).where(Post.author_id == person_id, Post.key == sa.bindparam("key"))
    begun = sa.exists().where(ForumDraft.person_id == person_id, getattr(ForumDraft, kind) == sheet_id)
    position = position_in(person_id, sheet_id).scalar_subquery() if kind == "topic_id" else sa.null()
    return sa.select(
        Person,
        sent.scalar_subquery(),
        position,
        read_activity_in(person_id, space_id).scalar_subquery(),
        begun,
        *policy.standing_in_a_row(Person.id, of=Person),
    ).where(Person.id == person_id, Person.deactivated_at.is_(None))
