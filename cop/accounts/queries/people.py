"""What accounts reads: sign-ins that stand, letters that were sent, spaces to invite into."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import policy
from cop.db import session
from cop.models import (
    AddressChange,
    Authenticator,
    Block,
    Identity,
    Letter,
    Organisation,
    Passkey,
    Programme,
    RecoveryCode,
    Recruitment,
    SignIn,
    Space,
    SpaceKind,
    factors,
)
from cop.policy import Actor


def sign_ins_of(person_id: int) -> Sequence[SignIn]:
    """The sign-ins of a person that stand, the newest first."""
    standing = sa.select(SignIn).where(SignIn.person_id == person_id, SignIn.stands())
    return session.scalars(standing.order_by(SignIn.id.desc())).all()


def authenticator_of(person_id: int) -> Authenticator | None:
    return Authenticator.of(person_id)


def passkeys_of(person_id: int) -> Sequence[Passkey]:
    return Passkey.of(person_id)


def passkey(person_id: int, passkey_id: int) -> sa.Select[Passkey]:
    """One of a person's own."""
    return sa.select(Passkey).where(Passkey.person_id == person_id, Passkey.id == passkey_id)


def has_second_step(person_id: int) -> bool:
    return bool(session.scalar(sa.select(factors.has_second_step(person_id))))


def is_short(token: str) -> bool:
    """Whether the sign-in behind the token of a cookie counts no more because its person has no second step."""
    return SignIn.is_short(token)


def recovery_codes_left(person_id: int) -> int:
    return RecoveryCode.left(person_id)


def address_change_of(person_id: int) -> AddressChange | None:
    """The one that a person has yet to confirm."""
    return AddressChange.waiting_of(person_id)


def identities_of(person_id: int) -> sa.Select[Identity]:
    """The accounts at a provider that a person has linked, in that order."""
    return sa.select(Identity).where(Identity.person_id == person_id).order_by(Identity.id)


def blocks_of(person_id: int) -> Sequence[Block]:
    """Whom a person has blocked, the latest first."""
    query = sa.select(Block).options(joinedload(Block.blocked)).where(Block.blocker_id == person_id)
    return session.scalars(query.order_by(Block.created_at.desc(), Block.blocked_id)).all()


def letters_sent(*, before: int | None = None, limit: int = 20) -> Sequence[Letter]:
    """Letters that were sent, newest first; those older than the letter `before`."""
    sent = sa.select(Letter).where(Letter.sent_at.is_not(None)).order_by(Letter.id.desc()).limit(limit)
    return session.scalars(sent.where(Letter.id < before) if before else sent).all()


def managed_spaces(actor: Actor) -> sa.Select[Any]:
    """Spaces whose members the actor manages: staff and stewards those that they may name, conversations apart; others
    those that they moderate.
    """
    is_managed = Space.kind != SpaceKind.DIRECT if actor.runs_network else policy.moderated_spaces(actor)
    return sa.select(Space).where(policy.nameable_spaces(actor), is_managed)


def recruiting() -> Sequence[Recruitment]:
    """The programmes to which anybody may apply, by name."""
    query = sa.select(Recruitment).join(Recruitment.programme).where(Recruitment.is_open)
    return session.scalars(query.order_by(Programme.name)).all()


def recruitment(slug: str) -> Recruitment | None:
    """What the programme of this name asks of those who apply."""
    query = sa.select(Recruitment).join(Recruitment.programme)
    return session.scalars(query.where(Programme.slug == slug)).one_or_none()


def cohorts_of(programme: Programme) -> Sequence[Space]:
    """The cohorts that one can wish to join."""
    query = sa.select(Space).where(Space.programme_id == programme.id, Space.kind == SpaceKind.COHORT)
    return session.scalars(query.order_by(Space.name)).all()


def organisations() -> Sequence[Organisation]:
    """Organisations that people can say they belong to: those that were not merged into another."""
    query = sa.select(Organisation).where(Organisation.successor_id.is_(None)).order_by(Organisation.name)
    return session.scalars(query).all()


def further_spaces(actor: Actor, space: Space) -> Sequence[Space]:
    """Other spaces that somebody invited into `space` can be invited into by the actor."""
    others = managed_spaces(actor).where(Space.id != space.id).order_by(Space.name)
    return session.scalars(others).all()
