"""Taking a place and giving it back. Whoever has waited longest comes in by themselves, and is told."""

from collections.abc import Collection

import sqlalchemy as sa

from cop import policy
from cop.db import command, lock, session
from cop.errors import Conflict
from cop.gatherings.commands.locks import read
from cop.models import AccessNote, Gathering, GatheringPlace, Membership

NOT_FOR_YOU = "Places are taken by members who are invited, until the day before."
BEGUN = "Its day has come: a place can’t be given back any more. Tell whoever organises it."


@command
def sign_up(*, actor_id: int, gathering_id: int) -> GatheringPlace:
    """Take a place, or wait for one where all are taken. A repeat changes nothing. Raises NotFound, Forbidden."""
    gathering, actor = read(actor_id, gathering_id)
    place = GatheringPlace.of(actor_id, gathering.id)
    if place is not None:
        return place
    policy.require(policy.can_sign_up(actor, gathering), NOT_FOR_YOU)
    place = GatheringPlace(gathering_id=gathering.id, person_id=actor_id)
    session.add(place)
    session.flush()
    gathering.let_in(asks=actor_id)
    return place


@command
def withdraw(*, actor_id: int, gathering_id: int) -> None:
    """Give one's place back, or wait no longer; what one needs there is forgotten. A repeat is harmless. Raises
    NotFound, Conflict once it has begun.
    """
    gathering, _ = read(actor_id, gathering_id)
    if gathering.has_begun:
        raise Conflict(BEGUN)
    _take_back(gathering, [actor_id])


def give_up_places(space_id: int, person_ids: Collection[int]) -> None:
    """Within a command that has locked the space: whoever reads it no more has no place at what is to come there."""
    belongs = sa.exists().where(
        Membership.person_id == GatheringPlace.person_id, Membership.space_id == space_id, Membership.reads()
    )
    query = (
        sa.select(GatheringPlace)
        .join(GatheringPlace.gathering)
        .where(Gathering.space_id == space_id, GatheringPlace.person_id.in_(person_ids), ~belongs)
        .order_by(GatheringPlace.gathering_id)
    )
    for place in session.scalars(query).all():
        gathering = lock(Gathering, place.gathering_id)
        if not gathering.has_begun:
            _take_back(gathering, [place.person_id])


def _take_back(gathering: Gathering, person_ids: Collection[int]) -> None:
    for table in (AccessNote, GatheringPlace):
        theirs = (table.gathering_id == gathering.id, table.person_id.in_(person_ids))
        session.execute(sa.delete(table).where(*theirs).execution_options(synchronize_session=False))
    gathering.let_in()
