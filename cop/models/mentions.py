"""Who is named in a line of a room or in a post: found in its words, shown in bold, and kept so that it is counted."""

import html
import re
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, session
from cop.models.people import Person

MOST_NAMED = 50
"""People whom one line can name: who wants everybody writes to everybody."""

LONGEST_NAME = 200
"""Characters that a name takes at most as markup (`models.people` keeps 80; an ampersand is five)."""

Named: TypeAlias = tuple[int, str]
"""An id, and the name that it goes by."""

EVERYONE: Named = (0, "everyone")
"""All who may read the space, to those who may call them all (policy/forum.py)."""

Names: TypeAlias = dict[str, tuple[str, list[int]]]
"""A name as it is compared -> as it is shown, and whose it is."""

_CALL = re.compile(r"(?<![\w@])@\w")
_EVERYONE = re.compile(r"(?<![\w@])@everyone\b", re.IGNORECASE)
_TAG = re.compile(r'(<(?:"[^"]*"|[^">])*>)')
_MUTE = re.compile(r"<(/?)(?:a|blockquote|code|pre)\b")
_IN_WORD = re.compile(r"[\w@]\Z")
_GOES_ON = re.compile(r"\w\w")


class Mention(Base):
    """A person whom a message names; a message that is deleted takes them with it. It has the same ids beside its text:
    showing it needs no look-up.
    """

    __tablename__ = "mention"

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class PostMention(Base):
    """A person whom a post names, for as long as it can be read: one that waits, or is hidden, names nobody."""

    __tablename__ = "post_mention"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    @classmethod
    def renew(cls, post_id: int, person_ids: Collection[int]) -> tuple[int, ...]:
        """Let these be the people whom the post names; returns who of them was not among them before."""
        before = set(session.scalars(sa.select(cls.person_id).where(cls.post_id == post_id)))
        gone, new = before.difference(person_ids), tuple(sorted(set(person_ids) - before))
        if gone:
            session.execute(sa.delete(cls).where(cls.post_id == post_id, cls.person_id.in_(gone)))
        if new:
            session.execute(sa.insert(cls), [{"post_id": post_id, "person_id": each} for each in new])
        return new


def called(
    rendered: str, text: str, readers: sa.Select[int], *, others: Iterable[Named] = ()
) -> tuple[str, list[int]]:
    """The HTML `rendered` of `text` with whom of `readers`, a select of ids, it calls with an "@" in bold, and their
    ids; `others` can be called as well. Without an "@" in it nothing is asked.
    """
    if not calls_somebody(text):
        return rendered, []
    people = session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(readers)))
    return bold_names(rendered, [*others, *((person_id, name) for person_id, name in people)])


def calls_somebody(text: str) -> bool:
    """Whether `text` may name anybody: an "@" that stands in no word, with a word behind it."""
    return bool(_CALL.search(text))


def calls_everyone(text: str) -> bool:
    """Whether `text` would call everybody, if its author may."""
    return bool(_EVERYONE.search(text))


def bold_names(rendered: str, people: Iterable[Named]) -> tuple[str, list[int]]:
    """The HTML `rendered` with every name of `people` (ids, names) in bold that stands behind an "@", the longest that
    fits and written as theirs is; and the ids found: of two people of one name both are meant. What is code, a link
    already, or somebody else's words in a quotation stays as it is.
    """
    known: Names = {}
    for person_id, name in people:
        shown = html.escape(name, quote=False)
        known.setdefault(shown.casefold(), (shown, []))[1].append(person_id)
    found: dict[int, None] = {}
    mute, parts = 0, _TAG.split(rendered)
    for place, part in enumerate(parts):
        if tag := _MUTE.match(part):
            mute += -1 if tag[1] else 1
        elif not mute and not part.startswith("<"):
            parts[place] = _with_names(part, known, found)
    return "".join(parts), list(found)


def _with_names(words: str, known: Names, found: dict[int, None]) -> str:
    """`words` between two tags, with names in bold; whom they name is added to `found`."""
    pieces = words.split("@")
    said = pieces[:1]
    for before, after in pairwise(pieces):
        end = _end_of_name(after, known) if not _IN_WORD.search(before) else 0
        if end == 0 or len(found) >= MOST_NAMED:
            said.append(f"@{after}")
            continue
        name, ids = known[after[:end].casefold()]
        found.update(dict.fromkeys(ids))
        said.append(f"<strong>@{name}</strong>{after[end:]}")
    return "".join(said)


def _end_of_name(words: str, known: Names) -> int:
    """Where the longest known name ends that `words` begin with; 0 if there is none."""
    for end in range(min(len(words), LONGEST_NAME), 0, -1):
        if words[:end].casefold() in known and not _GOES_ON.match(words, end - 1):
            return end
    return 0
