"""Whose turn it is: by the rotas of the contract, and those first who have not facilitated yet (domain.md 2.5, SF6)."""

import re

import pytest

from cop import db
from cop.meetings.commands import contracts as commands
from cop.meetings.queries.turns import next_turns
from cop.models import Duty, Space
from tests.meetings.contracts import Meetings, conclude
from tests.people import signed_in

HOSTS, FACILITATORS = Duty.HOSTS, Duty.FACILITATORS


@pytest.fixture
def agreed(circle):
    conclude(circle.space, circle.ann)
    return circle


def turns(circle):
    db.session.expire_all()
    found = next_turns(db.get(Space, circle.space.id))
    names = {each.id: each.name for each in circle.members} | {None: None}
    return names[found[HOSTS]], names[found[FACILITATORS]]


def test_without_a_rota_nobody_s(circle):
    assert turns(circle) == (None, None)


def test_by_the_rotas_and_whoever_has_not_facilitated_before_who_has(agreed, monkeypatch):
    meetings = Meetings(monkeypatch, agreed.space)
    assert turns(agreed) == ("Ann", "Ann"), "by name, from the first"
    meetings.are(1, by=[agreed.ann])
    assert turns(agreed) == ("Bob", "Bob")
    meetings.are(2, by=[agreed.ann, agreed.carol])
    assert turns(agreed) == ("Carol", "Bob"), "Carol stood in for him"
    meetings.are(3, by=agreed.members)
    assert turns(agreed) == ("Dan", "Dan"), "by the rota once all have"


def test_who_is_taken_out_or_has_moved_is_passed_over(agreed):
    about = {"actor_id": agreed.bob.id, "space_id": agreed.space.id, "person_id": agreed.ann.id}
    commands.arrange(**about, duty=FACILITATORS, place=None)
    commands.arrange(**about, duty=HOSTS, place=2)
    assert turns(agreed) == ("Bob", "Bob")


def test_the_forms_offer_it_and_it_is_swapped_there(app, agreed, monkeypatch):
    Meetings(monkeypatch, agreed.space).are(1, by=[agreed.ann])
    client = signed_in(app, agreed.dan)
    for path in ("new", "dates"):
        page = client.get(f"/spaces/{agreed.space.slug}/meetings/{path}").get_data(as_text=True)
        assert re.findall(r'value="(\d+)"\s+selected', page) == [str(agreed.bob.id)] * 2
    assert f'value="{agreed.carol.id}"' in page, "and anybody else"
