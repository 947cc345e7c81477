"""What a fresh installation lacks yet, for whoever enters what its community stands on."""

from dataclasses import dataclass

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.models import Membership, Organisation, Place, Programme, Space, SpaceKind
from cop.policy import Actor


@dataclass(frozen=True, slots=True)
class Foundations:
    """What is there. `cohort` is the address of one; `people`: somebody is in a space, or invited into one."""

    organisations: bool
    programme: bool
    network: bool
    cohort: str | None
    people: bool

    @property
    def are_laid(self) -> bool:
        return all((self.organisations, self.programme, self.network, self.cohort, self.people))


def lacking(actor: Actor) -> Foundations | None:
    """What is there of it and what is not, for who can do something about it; None once all is there."""
    if not policy.can_keep_organisations(actor):
        return None
    found = Foundations(*session.execute(FOUNDATIONS).one())
    return None if found.are_laid else found


def _first(kind: SpaceKind) -> sa.ScalarSelect[str]:
    return sa.select(Space.slug).where(Space.kind == kind).order_by(Space.id).limit(1).scalar_subquery()


FOUNDATIONS = sa.select(
    sa.exists(sa.select(Organisation.id)),
    sa.exists(sa.select(Programme.id)),
    sa.exists(sa.select(Space.id).where(Space.kind == SpaceKind.NETWORK)),
    _first(SpaceKind.COHORT),
    sa.or_(sa.exists(sa.select(Membership.id)), sa.exists(sa.select(Place.id))),
)
