"""A programme, what stands beside it in its work stream, and its cohorts."""

from collections.abc import Sequence

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.models import Partner, PartnerRole, Programme, Recruitment, Space, SpaceKind
from cop.policy import Actor


def by_slug(actor: Actor, slug: str) -> sa.Select[Programme]:
    return sa.select(Programme).where(Programme.slug == slug, policy.visible_programmes(actor))


def siblings(actor: Actor, programme: Programme) -> Sequence[Programme]:
    """The other programmes of its work stream, by name (domain.md A02)."""
    if not programme.parent:
        return []
    same = sa.func.lower(Programme.parent) == programme.parent.lower()
    query = sa.select(Programme).where(same, Programme.id != programme.id, policy.visible_programmes(actor))
    return session.scalars(query.order_by(Programme.name, Programme.id)).all()


def stream(actor: Actor, programme: Programme) -> Programme | None:
    """The work stream itself, where it is entered as a programme."""
    if not programme.parent:
        return None
    named = sa.func.lower(Programme.name) == programme.parent.lower()
    query = sa.select(Programme).where(named, Programme.id != programme.id, policy.visible_programmes(actor))
    return session.scalars(query.order_by(Programme.id).limit(1)).one_or_none()


def cohorts(actor: Actor, programme: Programme) -> Sequence[Space]:
    """Its cohorts, as far as `actor` may know that they are there."""
    here = (Space.programme_id == programme.id, Space.kind == SpaceKind.COHORT)
    query = sa.select(Space).where(*here, policy.nameable_spaces(actor))
    return session.scalars(query.order_by(Space.id)).all()


def partners(programme: Programme) -> dict[PartnerRole, list[Partner]]:
    """Who stands behind it, by what they are to it, in the order of these."""
    query = sa.select(Partner).where(Partner.programme_id == programme.id).order_by(Partner.id)
    found = session.scalars(query).all()
    by_role = {role: [each for each in found if each.role is role] for role in PartnerRole}
    return {role: named for role, named in by_role.items() if named}


def takes_applications(programme: Programme) -> bool:
    recruitment = Recruitment.of(programme.id)
    return recruitment is not None and recruitment.is_open
