"""What is pinned, beside the log: with JavaScript and without, and pushed as a change of its line."""

import re

import pytest

from cop.chat import commands
from tests import people
from tests.people import World

PAGE = "/spaces/cohort-1/chat"


def html(client, path: str = PAGE) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def listed(page: str) -> list[str]:
    return re.findall(r'<li class="cop-pins__item" data-message="(\d+)"', page)


def test_a_button_in_the_page_pins_and_comes_back_to_the_line(client_for, say, ann, bob):
    said = say(bob, "The **date** is fixed")
    client = client_for(ann)
    assert f'formaction="/messages/{said.id}/pin"' in html(client)
    answer = people.post(client, f"/messages/{said.id}/pin")
    assert (answer.status_code, answer.location) == (303, f"{PAGE}#message-{said.id}")
    page = html(client_for(bob))
    assert listed(page) == [str(said.id)]
    assert "The date is fixed</span>" in page
    assert 'cop-tag--calm">Pinned</span>' in page
    assert f"/messages/{said.id}" in page
    assert f'formaction="/messages/{said.id}/pin/removal"' in page
    assert people.post(client, f"/messages/{said.id}/pin/removal").status_code == 303
    assert listed(html(client_for(bob))) == []


def test_a_page_that_stands_open_gets_the_list_alone(client_for, say, ann, bob):
    said, client, fragment = say(bob), client_for(ann), {"headers": {"HX-Request": "true"}}
    answer = people.post(client, f"/messages/{said.id}/pin", **fragment).get_data(as_text=True)
    assert answer.startswith('<section id="pins"')
    assert listed(answer) == [str(said.id)]
    assert listed(html(client_for(bob), f"{PAGE}/pins")) == [str(said.id)]
    gone = people.post(client, f"/messages/{said.id}/pin/removal", **fragment).get_data(as_text=True)
    assert listed(gone) == []


def test_everybody_is_told_of_it_as_a_change_of_the_line(socket_for, say, ann, bob, mallory):
    said = say(bob)
    listens, mallorys = socket_for(bob), socket_for(mallory)
    commands.pin_message(actor_id=ann.id, message_id=said.id)
    commands.unpin_message(actor_id=ann.id, message_id=said.id)
    pinned, unpinned = listens.heard("message:changed")
    assert ("data-pinned" in pinned["html"], "data-pinned" in unpinned["html"]) == (True, False)
    assert (pinned["changed"], unpinned["changed"]) == (2, 3)
    assert mallorys.heard() == []


def test_bob_is_refused_and_mallory_finds_nothing(world: World, client_for, say, ann, bob, mallory):
    said = say(bob)
    for person, status in ((bob, 403), (mallory, 404), (ann, 303)):
        assert people.post(client_for(person), f"/messages/{said.id}/pin").status_code == status
    assert client_for(mallory).get(f"{PAGE}/pins").status_code == 404


@pytest.mark.parametrize("number", [0, 9])
def test_the_room_asks_once_more_where_something_is_pinned(client_for, say, ann, bob, count_queries, number):
    lines = [say(ann, f"Line {at}") for at in range(10)]
    for message in lines[:number]:
        commands.pin_message(actor_id=ann.id, message_id=message.id)
    client = client_for(bob)
    html(client)
    with count_queries() as sent:
        html(client)
    assert len(sent) <= (8 if number else 7)
