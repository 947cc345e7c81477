"""Conversations: spaces of kind `direct`, each of the few people it was begun with and of nobody else, ever."""

import secrets
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

from cop.db import Base, add_once, record, session
from cop.events import RosterChanged
from cop.models.memberships import Membership, RoleName
from cop.models.people import Person
from cop.models.spaces import Space, SpaceKind

NAME = "Conversation"
"""What every one of them is called where its people must not be named: their names are for those within."""


class Conversation(Base):
    """What a space of kind `direct` has beside: who began it, and whose it is.

    `people` is the same for the same set of people, and unique, so that they have one conversation. It is None once
    somebody has left: whoever begins again begins afresh, and nobody is led back to what was said without them.
    """

    __tablename__ = "conversation"

    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    starter_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    people: Mapped[str | None] = mapped_column(unique=True)

    space: Mapped[Space] = relationship()

    @classmethod
    def between(cls, person_ids: Iterable[int]) -> Space | None:
        """The conversation of exactly these people, all of whom are still in it."""
        query = sa.select(Space).join(cls, cls.space_id == Space.id).where(cls.people == _key(person_ids))
        return session.scalars(query).one_or_none()

    @classmethod
    def begin(cls, starter_id: int, person_ids: Iterable[int]) -> Space:
        """A new conversation of these people, the starter among them."""
        people = sorted(person_ids)
        space = Space(kind=SpaceKind.DIRECT, slug=f"conversation-{secrets.token_hex(8)}", name=NAME)
        conversation = cls(starter_id=starter_id, people=_key(people))
        conversation.space = space
        add_once(
            conversation,
            taken="One of you has begun this conversation at this moment. Look for it in your list.",
        )
        for person_id in people:
            Membership.begin(person_id, space, RoleName.MEMBER)
        return space

    @classmethod
    def part(cls, space: Space) -> None:
        """State that somebody has just left `space`: it is nobody's to be led to, and the others are told."""
        session.execute(sa.update(cls).where(cls.space_id == space.id).values(people=None))
        record(
            RosterChanged(
                space.id, tuple(each.person_id for each in cls.belonging(space) if not each.ended_at)
            )
        )

    @classmethod
    def is_known_to(cls, person_id: int, space: Space) -> bool:
        """Whether one of its people has heard of `space`, if it is a conversation: until something has been said in it
        it is there for who began it alone.
        """
        if space.kind is not SpaceKind.DIRECT or space.said > 0:
            return True
        return session.get_one(cls, space.id).starter_id == person_id

    @staticmethod
    def belonging(space: Space) -> list[Membership]:
        """Everybody's time in a conversation by name, with the people; those who have left it too."""
        query = (
            sa.select(Membership)
            .join(Membership.person)
            .options(contains_eager(Membership.person).joinedload(Person.organisation))
            .where(Membership.space_id == space.id)
            .order_by(Person.name, Person.id)
        )
        return list(session.scalars(query))


def _key(person_ids: Iterable[int]) -> str:
    return "-".join(str(each) for each in sorted(person_ids))
