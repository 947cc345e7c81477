"""What has changed, on the page and in its form."""

import re

from tests.intentions.pairs import a_pair, a_shared, draft
from tests.people import post, words

FORM = {
    "key": "0" * 16,
    "organisation": "Set-up takes sixty days",
    "leadership": "We open together",
    "review_on": "2026-06-01",
}


def test_b17_both_answers_stand_on_the_page_of_the_intention(world, ann, mallory, client_for):
    intention = a_shared(world)
    client, address = client_for(ann), f"/intentions/{intention.id}"
    assert 'value="2026-06-01"' in words(client.get(f"{address}/updates/new")), "a quarter from today"
    assert post(client, f"{address}/updates/new", FORM).status_code == 303
    page = words(client_for(mallory).get(address))
    assert "Set-up takes sixty days" in page
    assert "We open together" in page
    assert "Looked at again on" in page


def test_what_is_missing_is_said_and_what_was_typed_is_kept(world, ann, client_for):
    address = f"/intentions/{a_shared(world).id}/updates/new"
    answer = post(client_for(ann), address, FORM | {"leadership": ""})
    assert answer.status_code == 422
    assert "Say what has changed in how you lead" in words(answer)
    assert "Set-up takes sixty days" in words(answer)
    assert post(client_for(ann), address, FORM | {"review_on": ""}).status_code == 422


def test_of_a_draft_nothing_is_said_yet(world, ann, mallory, client_for):
    address = f"/intentions/{draft(ann, a_pair(world)).id}/updates/new"
    assert client_for(ann).get(address).status_code == 409
    assert client_for(mallory).get(address).status_code == 404


def test_one_is_taken_away(world, ann, mallory, client_for):
    intention = a_shared(world)
    client, address = client_for(ann), f"/intentions/{intention.id}"
    post(client, f"{address}/updates/new", FORM)
    removal = re.search(r"/updates/\d+/removal", words(client.get(address)))
    assert removal
    assert client_for(mallory).get(removal[0]).status_code == 403
    assert "can’t be undone" in words(client.get(removal[0]))
    assert post(client, removal[0]).status_code == 303
    assert "Set-up takes sixty days" not in words(client.get(address))
