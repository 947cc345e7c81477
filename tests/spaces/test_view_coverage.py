"""The page of who takes part: counts by region, kind and setting, for the whole community."""

import pytest

from cop import db
from cop.models import Organisation, Space
from cop.spaces.queries.coverage import coverage
from tests.conftest import later
from tests.moderation import things
from tests.people import add_person, join, words


@db.command
def put(world, region: str, kind: str, number: int) -> list:
    organisation = Organisation(code=region[:3], name=f"Trust of {region}", region=region, kind=kind)
    db.session.add(organisation)
    db.session.flush()
    people = [add_person(f"{region.lower().replace(' ', '')}{each}", organisation) for each in range(number)]
    for person in people:
        join(person, db.get(Space, world.network.id))
    return people


def write(world, *people) -> None:
    for person in people:
        things.open_topic(person, world.network)


def rows(name: str) -> dict:
    table = next(each for each in coverage() if each.name == name)
    return {row: (shown.members, shown.active) for row, shown in table.rows.items()}


@pytest.fixture
def spread(world):
    """Fifteen in the South, of whom seven write, and twelve in the East, of whom five do."""
    south, east = put(world, "South", "acute teaching", 15), put(world, "East", "ambulance", 12)
    write(world, *south[:7], *east[:5])
    return south, east


def test_b21_it_shows_who_takes_part_and_where_fewer_do(world, mallory, spread, client_for):
    page = words(client_for(mallory).get("/coverage"))
    for word in ("South", "East", "Ambulance", "Acute teaching", "Setting"):
        assert word in page
    found = rows("Region")
    assert found["South"] == (15, 7)
    assert found["North West"] == (None, None), "Ann, Bob and Mallory are too few"
    assert found["East"] == (None, None), "with them, so that they do not follow from the sum"


def test_b21_what_happens_in_sets_and_long_ago_is_not_counted(world, ann, bob, spread):
    things.open_topic(ann, world.set_a)
    before = rows("Region")
    with later(91 * 24 * 3600):
        assert rows("Region")["South"] == (15, None), "nobody has written lately"
    assert rows("Region") == before


def test_who_is_outside_does_not_see_it(world, client_for):
    from tests.intentions.test_command_sponsoring import a_sponsor

    assert client_for(a_sponsor(world.ann.organisation_id)).get("/coverage").status_code == 403


def test_it_is_asked_in_one_query_however_many_there_are(world, spread, count_queries):
    with count_queries() as asked:
        coverage()
    assert len(asked) == 1
