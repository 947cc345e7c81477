"""Who has an address, and what waits for them: asked for many addresses as for one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from cop.db import session
from cop.models import Invitation, Person, Place
from cop.models.statements import rows


@dataclass(slots=True)
class Addressee:
    """`person_id` is None for whoever is not here yet. Of a sender who lost the right an invitation gives nothing."""

    person_id: int | None
    is_closed: bool
    invitations: list[Invitation]


def addressees(emails: Collection[str]) -> dict[str, Addressee]:
    """By address, each of which is in its normal form; in two queries for all of them."""
    found = {email: Addressee(None, is_closed=False, invitations=[]) for email in emails}
    asked = {"emails": list(found)}
    people: Sequence[Any] = rows(_people(), asked).all()
    for person_id, email, deactivated_at in people:
        found[email].person_id, found[email].is_closed = person_id, deactivated_at is not None
    for invitation in _invitations(asked):
        found[invitation.email].invitations.append(invitation)
    return found


def _invitations(asked: dict[str, list[str]]) -> Sequence[Invitation]:
    return session.scalars(_open(), asked).all()


@cache
def _people() -> sa.Select[int, str, datetime | None]:
    return sa.select(Person.id, Person.email, Person.deactivated_at).where(Person.email.in_(_emails()))


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
