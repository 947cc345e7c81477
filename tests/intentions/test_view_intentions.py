"""The pages of intentions, as the pair and as others see them."""

import pytest

from cop.intentions import commands
from cop.models import IntentionStatus, Theme
from tests import people
from tests.intentions.pairs import STATEMENT, a_pair, a_shared, again, agree, draft
from tests.people import post, words

FORM = {
    "seen": "0",
    "statement": STATEMENT,
    "ambition": "From ninety\nto forty.",
    "theme": "easier",
    "stakeholders": ["patients", "clinicians"],
}


def test_from_nothing_to_shared_by_two(world, ann, bob, mallory, client_for):
    pair = a_pair(world)
    here = f"/spaces/{pair.space.slug}/intention"
    anns, bobs = client_for(ann), client_for(bob)
    assert "You have not begun your intention yet" in words(anns.get(here))
    sent = post(anns, f"{here}/words", FORM)
    assert sent.status_code == 303
    assert "A draft, between the two of you" in words(anns.get(sent.location))
    assert client_for(mallory).get(sent.location).status_code == 404
    assert post(anns, f"{sent.location}/sharing", {"number": 1}).status_code == 303
    assert "Ann would share this" in words(bobs.get(sent.location))
    assert post(bobs, f"{sent.location}/sharing", {"number": 1}).status_code == 303
    page = words(client_for(mallory).get(sent.location))
    assert STATEMENT in page
    assert "between the two of you" not in page


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_is_kept(world, ann, client_for):
    pair = a_pair(world)
    answer = post(client_for(ann), f"/spaces/{pair.space.slug}/intention/words", FORM | {"statement": ""})
    assert answer.status_code == 422
    assert words(answer).count("Say in a sentence what is to be different.") == 2
    assert "From ninety\nto forty." in words(answer).replace("\r", "")
    without = {name: value for name, value in FORM.items() if name != "theme"}
    answer = post(client_for(ann), f"/spaces/{pair.space.slug}/intention/words", without)
    assert "Choose the theme" in words(answer)


def test_who_was_second_is_shown_both_and_the_next_save_is_a_knowing_one(world, ann, bob, client_for):
    pair = a_pair(world)
    draft(ann, pair, "Ann’s words")
    address = f"/spaces/{pair.space.slug}/intention/words"
    answer = post(client_for(bob), address, FORM)
    assert answer.status_code == 409
    assert "Ann’s words" in words(answer)
    assert 'name="seen" value="1"' in words(answer)
    assert post(client_for(bob), address, FORM | {"seen": "1"}).status_code == 303


def test_b16_the_network_narrows_them_down(world, ann, bob, mallory, client_for):
    first = a_shared(world, statement="Open studies sooner")
    client = client_for(mallory)
    assert "Open studies sooner" in words(client.get("/intentions"))
    for query, is_found in {
        "theme=easier": True,
        "theme=culture": False,
        "region=North+West": True,
        "status=shared": True,
        "status=achieved": False,
    }.items():
        page = words(client.get(f"/intentions?{query}"))
        assert ("Open studies sooner" in page) == is_found, query
    commands.set_status(actor_id=ann.id, intention_id=first.id, status=IntentionStatus.ACHIEVED)
    assert "Open studies sooner" in words(client.get("/intentions?status=achieved"))
    for wrong in ("theme=none", "status=draft", "region=Atlantis", "page=x"):
        assert client.get(f"/intentions?{wrong}").status_code == 400, wrong
    assert client.get("/intentions?page=2").status_code == 404


def test_who_belongs_nowhere_finds_none(world, client_for):
    a_shared(world)
    page = words(client_for(people.newcomer("nobody")).get("/intentions"))
    assert "No intention is shared yet" in page
    assert STATEMENT not in page


def test_the_list_takes_the_same_queries_for_one_and_for_many(world, mallory, client_for, count_queries):
    client = client_for(mallory)
    a_shared(world)
    client.get("/intentions")
    with count_queries() as once:
        client.get("/intentions")
    for number in range(3):
        a_shared(world, a_pair(world), f"Number {number}")
    with count_queries() as again_and_again:
        assert "Number 2" in words(client.get("/intentions"))
    assert len(again_and_again) == len(once) <= 7, "\n".join(again_and_again)


def test_one_takes_no_more_queries_for_more_that_belongs_to_it(
    world, ann, mallory, client_for, count_queries
):
    intention = a_shared(world)
    address = f"/intentions/{intention.id}"
    client = client_for(ann)
    _offer(mallory, intention, 0)
    client.get(address)
    with count_queries() as once:
        client.get(address)
    for number in range(1, 4):
        _offer(mallory, intention, number)
    with count_queries() as more:
        client.get(address)
    assert len(more) == len(once) <= 11, "\n".join(more)


def _offer(person, intention, number):
    commands.offer_help(
        actor_id=person.id, intention_id=intention.id, text=f"Help {number}", key=f"{number:016x}"
    )


def test_help_is_offered_accepted_and_taken_back(world, ann, mallory, client_for):
    intention = a_shared(world)
    address, anns, mallorys = f"/intentions/{intention.id}", client_for(ann), client_for(mallory)
    answer = post(mallorys, f"{address}/offers", {"text": "", "key": "0" * 16})
    assert answer.status_code == 422
    assert "Say what you can offer" in words(answer)
    assert post(mallorys, f"{address}/offers", {"text": "A template", "key": "0" * 16}).status_code == 303
    reader = client_for(people.newcomer("reader", world.network))
    assert "A template" in words(anns.get(address))
    assert "A template" not in words(reader.get(address))
    offer_id = _newest_offer()
    assert post(anns, f"/offers/{offer_id}/acceptance").status_code == 303
    assert "Accepted, with thanks" in words(reader.get(address))
    assert "can’t be undone" in words(mallorys.get(f"/offers/{offer_id}/removal"))
    assert post(mallorys, f"/offers/{offer_id}/removal").status_code == 303
    assert "A template" not in words(anns.get(address))


def _newest_offer() -> int:
    from cop import db
    from cop.models import Offer

    db.session.rollback()
    return max(each.id for each in db.session.query(Offer))


def test_relationships_are_added_and_taken_away(world, ann, mallory, client_for):
    from cop import db
    from cop.models import KeyRelationship

    intention = a_shared(world)
    address, client = f"/intentions/{intention.id}/relationships", client_for(ann)
    assert post(client, address, {"kind": "funders", "partner": "", "who": "We"}).status_code == 422
    assert post(client, address, {"kind": "funders", "partner": "A fund", "who": "We"}).status_code == 303
    assert "We with A fund" in words(client_for(mallory).get(f"/intentions/{intention.id}"))
    assert client_for(mallory).get(address).status_code == 403
    db.session.rollback()
    (added,) = db.session.query(KeyRelationship)
    assert post(client, f"/relationships/{added.id}/removal").status_code == 303
    assert "A fund" not in words(client.get(address))


def test_how_it_stands_is_said_on_its_page(world, ann, client_for):
    intention = a_shared(world)
    client = client_for(ann)
    assert post(client, f"/intentions/{intention.id}/status", {}).status_code == 422
    assert post(client, f"/intentions/{intention.id}/status", {"status": "achieved"}).status_code == 303
    assert "Achieved" in words(client.get(f"/intentions/{intention.id}"))


def test_what_it_said_before(world, ann, bob, mallory, client_for):
    pair = a_pair(world)
    intention = a_shared(world, pair)
    draft(ann, pair, "Within thirty days", seen=1, theme=Theme.ROLE)
    address = f"/intentions/{intention.id}/wordings"
    assert "Within thirty days" in words(client_for(bob).get(address))
    assert "Within thirty days" not in words(client_for(mallory).get(address))
    agree(ann, intention, 2)
    agree(bob, intention, 2)
    page = words(client_for(mallory).get(address))
    assert STATEMENT in page
    assert "Within thirty days" in page
    assert again(intention).shown == 2


@pytest.mark.parametrize("address", ["intention", "intention/words"])
def test_the_pages_of_a_pair_are_for_its_two(world, ann, mallory, client_for, address):
    pair = a_pair(world)
    assert client_for(ann).get(f"/spaces/{pair.space.slug}/{address}").status_code == 200
    for other in (mallory, world.staff):
        assert client_for(other).get(f"/spaces/{pair.space.slug}/{address}").status_code == 404
    assert client_for(ann).get(f"/spaces/cohort-1/{address}").status_code == 404, "no pair"


def test_what_it_says_stands_once_on_its_page(world, ann, bob, client_for):
    pair = a_pair(world)
    intention = draft(ann, pair)
    for _ in range(2):
        assert words(client_for(ann).get(f"/intentions/{intention.id}")).count(STATEMENT) == 2, (
            "and its title"
        )
        agree(ann, intention)
        agree(bob, intention)
