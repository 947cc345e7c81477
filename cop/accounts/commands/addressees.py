"""Who has an address, and what waits for them: asked for many addresses as for one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from cop.db import session
from cop.models import AddressChange, Invitation, Person, Place
from cop.models.statements import rows


@dataclass(slots=True)
class Addressee:
    """`person_id` is None for whoever is not here yet. Who has moved had this address before. Of a sender who lost the
    right an invitation gives nothing.
    """

    person_id: int | None
    is_closed: bool
    has_moved: bool
    invitations: list[Invitation]


def addressees(emails: Collection[str]) -> dict[str, Addressee]:
    """By address, each of which is in its normal form; in two queries for all of them."""
    found = {email: Addressee(None, is_closed=False, has_moved=False, invitations=[]) for email in emails}
    asked = {"emails": list(found)}
    people: Sequence[Any] = rows(_people(), asked).all()
    for person_id, email, is_closed, has_moved, _ in people:
        each = found[email]
        each.person_id, each.is_closed, each.has_moved = person_id, is_closed, has_moved
    for invitation in _invitations(asked):
        found[invitation.email].invitations.append(invitation)
    return found


def _invitations(asked: dict[str, list[str]]) -> Sequence[Invitation]:
    return session.scalars(_open(), asked).all()


@cache
def _people() -> sa.CompoundSelect[int, str, bool, bool, int]:
    """Who had an address until they changed it, the latest last, and then who has it now."""
    had = sa.select(
        AddressChange.person_id,
        AddressChange.former,
        sa.false(),
        sa.true().label("has_moved"),
        AddressChange.id,
    ).join(AddressChange.person)
    moved = had.where(
        AddressChange.former.in_(_emails()), AddressChange.stands(), Person.deactivated_at.is_(None)
    )
    closed = Person.deactivated_at.is_not(None)
    here = sa.select(Person.id, Person.email, closed, sa.false(), sa.literal(0)).where(
        Person.email.in_(_emails())
    )
    return sa.union_all(moved, here).order_by(sa.desc("has_moved"), moved.selected_columns[4])


@cache
def _open() -> sa.Select[Invitation]:
    """Made once, as all that is asked for each line of a list."""
    offers = selectinload(Invitation.places).joinedload(Place.space)
    query = (
        sa.select(Invitation).options(offers).where(Invitation.email.in_(_emails()), Invitation.is_waiting())
    )
    return query.order_by(Invitation.id)


def _emails() -> sa.BindParameter[str]:
    return sa.bindparam("emails", type_=sa.Text, expanding=True)
