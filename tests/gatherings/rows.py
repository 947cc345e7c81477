"""Short ways to have visits and events, through the models and through their commands."""

from datetime import date, timedelta

from cop import clock, db
from cop.gatherings import commands
from cop.gatherings.commands import Details
from cop.models import Gathering, GatheringKind, GatheringPlace, Person, Space
from tests import people


def put_gathering(space: Space, organiser: Person, *, key: str = "") -> Gathering:
    """A visit in the running command, a month from now, with two places."""
    gathering = Gathering(
        space_id=space.id, organiser_id=organiser.id, kind=GatheringKind.VISIT, called="An invented host",
        day=clock.today() + timedelta(days=30), places=2, venue="At the gate", key=key or people.key(), digest="",
    )  # fmt: skip
    gathering.settle_end()
    db.session.add(gathering)
    db.session.flush()
    return gathering


def put_place(gathering: Gathering, person: Person, *, waits: bool = False) -> GatheringPlace:
    given = None if waits else clock.now()
    place = GatheringPlace(gathering_id=gathering.id, person_id=person.id, given_at=given)
    db.session.add(place)
    db.session.flush()
    return place


def details(day: date, **said: object) -> Details:
    return Details(day=day, **{"kind": GatheringKind.VISIT, "called": "Thistle Works"} | said)


def arrange(person: Person, space: Space, day: date, **said: object) -> Gathering:
    """A visit that `person` organises, unless it is said to be something else."""
    about = {"actor_id": person.id, "space_id": space.id}
    return commands.arrange(**about, details=details(day, **said), key=people.key())


def sign_up(gathering: Gathering, *people: Person) -> list[bool]:
    """They sign up one after the other: which of them have a place."""
    places = [commands.sign_up(actor_id=each.id, gathering_id=gathering.id) for each in people]
    return [place.given_at is not None for place in places]


def standing(gathering: Gathering) -> dict[int, bool]:
    """Person → whether they have a place, in the order in which they signed up."""
    db.session.rollback()
    rows = db.session.query(GatheringPlace).filter_by(gathering_id=gathering.id).order_by(GatheringPlace.id)
    return {each.person_id: each.given_at is not None for each in rows}
