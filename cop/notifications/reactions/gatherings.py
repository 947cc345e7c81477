"""What people are told about visits and events that they signed up for."""

import sqlalchemy as sa

from cop.db import get
from cop.events import GatheringChanged, PlaceGiven
from cop.models import Gathering, GatheringPlace, NoticeKind
from cop.notifications.commands import notify


def tell_of_place(fact: PlaceGiven) -> None:
    """WITH: whoever waited for a place and has one is told."""
    notify([fact.person_id], NoticeKind.PLACE_GIVEN, get(Gathering, fact.gathering_id))


def tell_of_change(fact: GatheringChanged) -> None:
    """WITH: what has become of it concerns all who signed up, but for who has changed it."""
    signed_up = sa.select(GatheringPlace.person_id).where(
        GatheringPlace.gathering_id == fact.gathering_id, GatheringPlace.person_id != fact.actor_id
    )
    notify(signed_up, NoticeKind.GATHERING, get(Gathering, fact.gathering_id))
