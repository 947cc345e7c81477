"""The network: there is one, and whoever is in a cohort, a set or a group is in it, also who was there before it."""

import sqlalchemy as sa

from cop.db import session
from cop.models import Membership, Person, RoleName, Space
from cop.models.memberships import GIVE_THE_NETWORK
from cop.models.people import lock_people
from cop.models.spaces import lock_spaces


def wait_for_joining(leader_id: int | None) -> None:
    """Let nobody join a space unseen while the network is made: who does so next finds it. Whoever will be in it is
    locked before the spaces, as by whoever lets them join.
    """
    lock_people([*session.scalars(_people_somewhere()), leader_id or 0])
    ids = session.scalars(sa.select(Space.id).where(Space.kind.in_(GIVE_THE_NETWORK))).all()
    lock_spaces(ids)


def gather(network: Space) -> None:
    """Let everybody who is somewhere already be in the network."""
    for person_id in session.scalars(_people_somewhere()).all():
        Membership.begin(person_id, network, RoleName.MEMBER)


def _people_somewhere() -> sa.Select[int]:
    return (
        sa.select(Membership.person_id)
        .join(Membership.space)
        .join(Membership.person)
        .where(Space.kind.in_(GIVE_THE_NETWORK), Membership.ended_at.is_(None))
        .where(Person.deactivated_at.is_(None))
        .distinct()
        .order_by(Membership.person_id)
    )
