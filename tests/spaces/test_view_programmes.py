"""The pages of programmes: the list, entering one, and what comes next."""

import re
from datetime import date

import pytest

from cop import db
from cop.models import Programme, Space
from cop.spaces import commands
from tests import people
from tests.conftest import NOON, later
from tests.people import post, words

FORM = {
    "name": "Leading Thistles",
    "parent": "Leading Plants",
    "summary": "For who grows them.",
    "status": "planned",
    "ended_on": "2027-03-31",
}


def programmes() -> list[Programme]:
    return db.session.query(Programme).order_by(Programme.id).all()


@pytest.fixture
def steward(world):
    return people.a_steward()


def test_where_there_is_none_it_says_what_to_do(world, client_for):
    page = words(client_for(world.staff).get("/programmes"))
    assert "No programmes yet" in page
    assert 'href="/programmes/new"' in page


def test_one_is_entered_and_leads_on(world, steward, client_for):
    client = client_for(steward)
    assert client.get("/programmes/new").status_code == 200
    answer = post(client, "/programmes/new", FORM)
    assert answer.location == "/programmes/leading-thistles/recruiting"
    (made,) = programmes()
    assert (made.name, made.parent, made.summary) == (FORM["name"], FORM["parent"], FORM["summary"])
    assert (made.status, made.ended_on) == ("planned", date(2027, 3, 31))

    onward = "/spaces/new?kind=cohort&amp;programme=leading-thistles"
    page = words(client.get(answer.location))
    assert "Leading Thistles is entered. Say whom it looks for, or make its first cohort." in page
    assert onward in page
    assert onward in words(client.get("/programmes"))


def test_its_new_cohort_belongs_to_it_unless_somebody_says_otherwise(world, client_for):
    commands.create_programme(actor_id=None, name="Another")
    made = commands.create_programme(actor_id=None, name="Leading Thistles")
    client = client_for(world.staff)
    chosen = f'<option value="{made.id}" selected>'
    page = words(client.get("/spaces/new?kind=cohort&programme=leading-thistles"))
    assert chosen in page
    for otherwise in ("", "&programme=none", "&programme=another"):
        assert chosen not in words(client.get(f"/spaces/new?kind=cohort{otherwise}"))

    key = re.search(r'name="key"[^>]*value="(\w+)"', page)[1]
    form = {"name": "Cohort 9", "policy": "open", "programme": made.id, "leader": "", "key": key}
    assert post(client, "/spaces/new?kind=cohort", form).status_code == 303
    assert db.session.query(Space).filter_by(slug="cohort-9").one().programme_id == made.id


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ({"name": ""}, 422, "Enter its name."),
        ({"name": "!!!"}, 422, "Use some letters"),
        ({"status": "over"}, 422, "Not a valid choice"),
        ({"ended_on": "31.3."}, 422, "Not a valid date"),
        ({"summary": "x" * 1_001}, 422, "At most 1000 characters"),
        ({"name": "leading thistles!"}, 409, "There is a programme of this name already."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(world, client_for, said, status, told):
    commands.create_programme(actor_id=None, name="Leading Thistles")
    answer = post(client_for(world.staff), "/programmes/new", {**FORM, "name": "New", **said})
    assert answer.status_code == status
    assert told in words(answer)
    assert FORM["parent"] in words(answer)
    assert len(programmes()) == 1


def test_others_enter_none(world, client_for):
    for person in (world.ann, world.mallory):
        assert client_for(person).get("/programmes").status_code == 404
        assert client_for(person).get("/programmes/new").status_code == 404
        assert post(client_for(person), "/programmes/new", FORM).status_code == 404
    assert programmes() == []


def test_a_space_says_when_its_programme_ends_or_ended(world, client_for):
    ann, ends = client_for(world.ann), {"ended_on": NOON.date()}
    made = commands.create_programme(actor_id=None, name="Leading Thistles", **ends)

    @db.command
    def belong() -> None:
        db.lock(Space, world.cohort.id).programme_id = made.id

    belong()
    assert "The programme ends on 2 March 2026." in words(ann.get("/spaces/cohort-1/about"))
    with later(24 * 3600):
        assert "The programme ended on 2 March 2026." in words(ann.get("/spaces/cohort-1/about"))
