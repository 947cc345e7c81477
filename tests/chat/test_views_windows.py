"""Stretches of the log on pages of their own: a line in its place, the first unread one, what counts as read then."""

import re

import pytest

from cop import db
from cop.chat import commands, queries
from cop.models import Membership, Message, Person, Policy
from tests import people
from tests.chat.conftest import evict, let_moderator
from tests.people import World

PAGE = "/spaces/cohort-1/chat"


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries.lines, "PAGE", 4)


@pytest.fixture
def twelve(say, ann: Person) -> list[Message]:
    return [say(ann, f"Line number {number}") for number in range(1, 13)]


def html(client, path: str = PAGE) -> str:
    response = client.get(path, buffered=True)
    assert response.status_code == 200
    page = response.get_data(as_text=True)
    response.close()
    return page


def shown(page: str) -> list[int]:
    return [int(number) for number in re.findall(r"<p>Line number (\d+)</p>", page)]


def read_seq(person: Person, world: World) -> int:
    db.session.remove()
    membership = Membership.of(person.id, world.cohort.id)
    assert membership is not None
    return membership.read_seq


def test_a_permanent_link_leads_to_the_line_in_its_place(client_for, twelve, bob: Person):
    client = client_for(bob)
    answer = client.get(f"/messages/{twelve[5].id}")

    assert (answer.status_code, answer.location) == (302, f"{PAGE}?around=6#message-{twelve[5].id}")
    page = html(client, answer.location)
    assert shown(page) == [4, 5, 6, 7]
    assert "These are earlier messages" in page
    assert f'id="message-{twelve[5].id}"' in page
    for link in ("before=4", "from=8", f'href="{PAGE}"'):
        assert link in page


def test_one_on_the_newest_page_leads_there(client_for, twelve, bob: Person):
    client = client_for(bob)

    assert client.get(f"/messages/{twelve[8].id}").location == f"{PAGE}#message-{twelve[8].id}"
    assert client.get(f"/messages/{twelve[7].id}").location == f"{PAGE}?around=8#message-{twelve[7].id}"
    assert "These are earlier messages" not in html(client)


def test_a_tombstones_link_shows_the_tombstone(client_for, twelve, bob: Person):
    let_moderator("hide", twelve[1])
    client = client_for(bob)
    page = html(client, client.get(f"/messages/{twelve[1].id}").location)

    assert "Hidden by a moderator." in page
    assert shown(page) == [1, 3]


def test_what_waits_is_led_to_for_its_author_alone(world: World, client_for, say, ann, bob, mallory):
    people.set_policy(world.cohort, Policy.ALL_HELD)
    held = say(bob, "Waiting words")

    assert client_for(bob).get(f"/messages/{held.id}").location == f"{PAGE}#message-{held.id}"
    assert "Waiting words" in html(client_for(bob))
    for other in (ann, mallory):
        assert client_for(other).get(f"/messages/{held.id}").status_code == 404


def test_strangers_and_unknown_numbers_get_the_same_page(world: World, client_for, twelve, bob, mallory):
    address = f"/messages/{twelve[0].id}"
    assert client_for(bob).get(address).status_code == 302
    evict(bob, world.cohort)
    answers = [
        client_for(mallory).get(address),
        client_for(bob).get(address),
        client_for(mallory).get("/messages/999999999"),
        client_for(mallory).get(f"{PAGE}?around=3"),
    ]

    assert [each.status_code for each in answers] == [404] * 4
    bodies = [re.sub(r'nonce="[^"]+"|content="[^"]+"|value="[^"]+"', "", each.text) for each in answers]
    assert bodies[0] == bodies[2]
    assert client_for(None).get(address).status_code == 303


def test_pages_go_on_upwards_and_downwards(client_for, twelve, bob: Person):
    client = client_for(bob)

    assert shown(html(client, f"{PAGE}?before=5")) == [1, 2, 3, 4]
    assert shown(html(client, f"{PAGE}?from=5")) == [5, 6, 7, 8]
    newest = html(client, f"{PAGE}?from=9")
    assert shown(newest) == [9, 10, 11, 12]
    assert 'data-newest="yes"' in newest
    assert 'data-newest="yes"' in html(client, f"{PAGE}?from=99")
    assert client.get(f"{PAGE}?from=0").status_code == client.get(f"{PAGE}?around=x").status_code == 400


def test_the_newest_page_leaves_unread_what_stands_above_it(world: World, client_for, twelve, bob: Person):
    commands.read_room(actor_id=bob.id, slug="cohort-1", upto=3)
    page = html(client_for(bob))

    assert shown(page) == [9, 10, 11, 12]
    assert "5 unread messages are further up." in page
    assert f'href="{PAGE}?from=4#first-unread"' in page
    assert read_seq(bob, world) == 3


def test_jumping_there_reads_on_page_by_page(world: World, client_for, twelve, bob: Person):
    commands.read_room(actor_id=bob.id, slug="cohort-1", upto=3)
    client = client_for(bob)
    first = html(client, f"{PAGE}?from=4")

    assert shown(first) == [4, 5, 6, 7]
    assert first.index("New since") < first.index("<p>Line number 4</p>")
    assert re.search(r'id="unread-above" hidden', first)
    assert read_seq(bob, world) == 7
    html(client, f"{PAGE}?before=3")
    assert read_seq(bob, world) == 7
    html(client, f"{PAGE}?from=8")
    assert read_seq(bob, world) == 11
    html(client)
    assert read_seq(bob, world) == 12


def test_a_line_in_the_midst_of_the_unread_reads_nothing(world: World, client_for, twelve, bob: Person):
    html(client_for(bob), f"{PAGE}?around=8")

    assert read_seq(bob, world) == 0


def test_all_can_be_counted_as_read_without_a_script(world: World, client_for, twelve, bob: Person, mallory):
    client = client_for(bob)
    assert '<input type="hidden" name="upto" value="12">' in html(client)
    answer = people.post(client, f"{PAGE}/reading", {"upto": "12"})

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert read_seq(bob, world) == 12
    assert people.post(client, f"{PAGE}/reading", {"upto": "all"}).status_code == 400
    assert people.post(client_for(mallory), f"{PAGE}/reading", {"upto": "12"}).status_code == 404


def test_a_draft_stands_in_the_page_of_its_writer_and_goes_when_it_is_sent(
    world: World, client_for, ann: Person, bob: Person
):
    commands.keep_draft(actor_id=bob.id, slug="cohort-1", text="Begun yesterday")
    page = html(client_for(bob))

    assert ">\nBegun yesterday</textarea>" in page
    assert "Draft saved at" in page
    assert "Begun yesterday" not in html(client_for(ann))
    people.post(client_for(bob), PAGE, {"text": "Begun yesterday", "key": people.key()}).close()
    assert "</textarea>" in html(client_for(bob))
    assert ">\nBegun yesterday</textarea>" not in html(client_for(bob))


@pytest.mark.parametrize("path", [f"{PAGE}?around=6", f"{PAGE}?from=2", PAGE])
def test_each_stretch_needs_nine_queries_at_most(path: str, client_for, twelve, bob: Person, count_queries):
    client = client_for(bob)
    html(client)
    with count_queries() as sent:
        client.get(path)

    assert len(sent) <= 9  # the ninth asks how much unread stands above
