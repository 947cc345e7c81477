"""Reactions to posts: which words there are, who has said which, and how a post keeps them beside its text."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, record, session
from cop.events import PostMarked
from cop.models.people import Person
from cop.models.statements import insert

POST_MARKS = {"helped": "This helped", "used": "I used this", "thanks": "Thanks", "agree": "Agree"}
"""The reactions a post can carry: word in the address -> word on the page."""

ByWord: TypeAlias = dict[str, list[int]]
"""A word -> ids of the people who said it, in the order in which they did."""


class PostMark(Base):
    """A person's reaction to a post, one for each word. The post has the same beside its text (`Post.marked`): a page
    of posts needs no look-up to show it.
    """

    __tablename__ = "post_mark"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    word: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship()

    @classmethod
    def put(cls, *, post_id: int, person_id: int, word: str) -> None:
        row = {"post_id": post_id, "person_id": person_id, "word": word, "created_at": clock.now()}
        session.execute(insert(cls).values(**row).on_conflict_do_nothing())

    @classmethod
    def drop(cls, *, post_id: int, person_id: int, word: str) -> None:
        mine = (cls.post_id == post_id, cls.person_id == person_id, cls.word == word)
        session.execute(sa.delete(cls).where(*mine))


class Marked:
    """What keeps beside its text who `marked` it with which word. To change that its row must be locked."""

    marked: Mapped[str] = mapped_column(default="")

    if TYPE_CHECKING:
        id: Any
        changed: Any

    @property
    def marks(self) -> list[tuple[str, str, list[int]]]:
        """Every word of POST_MARKS as (word, label, ids of who said it), in that order."""
        people = by_word(self.marked)
        return [(word, label, people.get(word, [])) for word, label in POST_MARKS.items()]

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


def by_word(marked: str) -> ByWord:
    """What `written` made of it: `helped:3,9 thanks:4`."""
    pairs = (part.split(":") for part in marked.split())
    return {word: [int(each) for each in ids.split(",")] for word, ids in pairs}


def written(people: Mapping[str, list[int]]) -> str:
    """Words that somebody said, with who did, in the order of POST_MARKS."""
    return " ".join(f"{word}:{','.join(map(str, people[word]))}" for word in POST_MARKS if people.get(word))
