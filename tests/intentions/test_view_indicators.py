"""Indicators on the page: the chart, the table beside it, and the forms of the pair."""

import re

from tests.intentions.pairs import a_shared
from tests.intentions.test_command_indicators import add, note
from tests.people import post, words

FORM = {
    "kind": "investment",
    "name": "Income from studies",
    "unit": "£ thousand",
    "baseline": "90",
    "baseline_on": "2025-03-01",
    "target": "150.5",
    "target_on": "2027-03-01",
}


def test_b32_from_a_form_to_a_chart_and_its_table(world, ann, mallory, client_for):
    intention = a_shared(world)
    client, address = client_for(ann), f"/intentions/{intention.id}"
    assert "No figures yet" in words(client.get(address))
    assert post(client, f"{address}/indicators", FORM).status_code == 303
    page = words(client_for(mallory).get(address))
    assert "<polyline" in page
    assert "Income from studies" in page
    assert "150.5" in page
    assert "1 Mar 2027" in page
    drawing = page.partition("<svg")[2].partition("</svg>")[0]
    assert not re.search(r"style=|<script|<style|href=", drawing), "the policy of content forbids it"


def test_what_is_wrong_is_said_beside_its_field(world, ann, client_for):
    address = f"/intentions/{a_shared(world).id}/indicators"
    for wrong in ({"baseline": "many"}, {"baseline": "nan"}, {"target_on": "soon"}, {"kind": "score"}):
        assert post(client_for(ann), address, FORM | wrong).status_code == 422, wrong
    answer = post(client_for(ann), address, FORM | {"baseline": "0"})
    assert answer.status_code == 303, "nought is a number"


def test_values_are_added_and_taken_away(world, ann, mallory, client_for):
    indicator = add(ann, a_shared(world))
    client, address = client_for(ann), f"/indicators/{indicator.id}"
    assert post(client, f"{address}/values", {"day": "2026-02-01", "value": "x"}).status_code == 422
    assert post(client, f"{address}/values", {"day": "2026-02-01", "value": "4321"}).status_code == 303
    page = words(client.get(address))
    assert "4,321" in page
    removal = re.search(r"/values/\d+/removal", page)
    assert removal
    assert post(client_for(mallory), removal[0]).status_code == 403
    assert post(client, removal[0]).status_code == 303
    assert "4,321" not in words(client.get(address))


def test_it_is_changed_and_taken_away(world, ann, client_for):
    indicator = add(ann, a_shared(world))
    client, address = client_for(ann), f"/indicators/{indicator.id}"
    assert "People recruited" in words(client.get(f"{address}/goal"))
    assert post(client, f"{address}/goal", FORM).status_code == 303
    assert "Income from studies" in words(client.get(address))
    assert "can’t be undone" in words(client.get(f"{address}/removal"))
    assert post(client, f"{address}/removal").status_code == 303
    assert client.get(address).status_code == 404


def test_many_values_take_no_more_queries(world, ann, mallory, client_for, count_queries):
    intention = a_shared(world)
    note(ann, add(ann, intention), 1.0)
    client, address = client_for(mallory), f"/intentions/{intention.id}"
    client.get(address)
    with count_queries() as once:
        client.get(address)
    for name in ("A", "B"):
        note(ann, add(ann, intention, name=name), 2.0)
    with count_queries() as more:
        client.get(address)
    assert len(more) == len(once) <= 9, "\n".join(more)
