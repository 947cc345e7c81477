"""The pages of a board sponsor: what the pair shows, a commitment, one word; and nothing else of the place."""

import pytest

from tests.intentions.pairs import STATEMENT, a_pair, a_shared, draft
from tests.intentions.test_command_sponsoring import a_sponsor, another_organisation, show
from tests.people import post, words

FORM = {"text": "The board meets you each month", "time_protected": "A day a week", "review_on": "2026-09-01"}


@pytest.fixture
def sponsor(world):
    return a_sponsor(world.ann.organisation_id)


def test_what_the_pair_shows_and_shows_no_more(world, ann, bob, sponsor, client_for):
    intention = a_shared(world)
    address, client = f"/intentions/{intention.id}", client_for(sponsor)
    assert client.get(address).status_code == 404
    assert post(client_for(ann), f"{address}/sponsor").status_code == 303
    page = words(client.get(address))
    assert STATEMENT in page
    assert "/people/" not in page.partition("<main")[2], "the directory is not for them"
    assert STATEMENT in words(client.get("/intentions"))
    assert client_for(a_sponsor(another_organisation(), "elsewhere")).get(address).status_code == 404
    assert post(client_for(bob), f"{address}/sponsor/removal").status_code == 303
    assert client.get(address).status_code == 404


def test_b28_a_commitment_is_written_and_read_by_the_pair(world, ann, mallory, sponsor, client_for):
    pair = a_pair(world)
    intention = a_shared(world, pair)
    address, client = f"/spaces/{pair.space.slug}/commitment", client_for(sponsor)
    assert post(client, address, FORM | {"text": ""}).status_code == 422
    assert post(client, address, FORM).status_code == 303
    assert "A day a week" in words(client.get(address))
    assert "A day a week" in words(client_for(ann).get(f"/intentions/{intention.id}"))
    assert "A day a week" not in words(client_for(mallory).get(f"/intentions/{intention.id}"))
    for other in (ann, mallory, world.staff):
        assert client_for(other).get(address).status_code == 404


def test_b28_one_word_of_encouragement_between_them(world, ann, mallory, sponsor, client_for):
    intention = a_shared(world)
    show(ann, intention)
    address, client = f"/intentions/{intention.id}", client_for(sponsor)
    assert post(client, f"{address}/encouragement", {"text": ""}).status_code == 422
    assert post(client, f"{address}/encouragement", {"text": "Go on"}).status_code == 303
    assert "Go on" in words(client_for(ann).get(address))
    assert "Go on</blockquote>" not in words(client_for(mallory).get(address))
    assert post(client_for(mallory), f"{address}/encouragement", {"text": "Me too"}).status_code == 403
    assert post(client, f"{address}/encouragement/removal").status_code == 303
    assert "Go on</blockquote>" not in words(client_for(ann).get(address))


def test_of_a_draft_nothing_is_shown(world, ann, client_for):
    intention = draft(ann, a_pair(world))
    assert post(client_for(ann), f"/intentions/{intention.id}/sponsor").status_code == 409
