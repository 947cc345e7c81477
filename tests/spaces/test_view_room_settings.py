"""The room on the settings page of its space: what it is, and what it keeps, with a look at what would go."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.models import Decision, Message, Person, RoomState, Space
from tests import people
from tests.people import World, words

SETTINGS, ROOM, KEEPING = (f"/spaces/cohort-1/{name}" for name in ("settings", "room", "keeping"))


@db.command
def put_old_lines(space: Space, author: Person, number: int) -> None:
    for _ in range(number):
        message = people.put_message(db.get(Space, space.id), author, "Long ago")
        message.released_at = clock.now() - timedelta(days=40)


def room_of(world: World) -> Space:
    db.session.expire_all()
    return db.get(Space, world.cohort.id)


def test_the_page_shows_what_the_room_is_and_keeps(world: World, client_for, ann):
    page = words(client_for(ann).get(SETTINGS))
    for label in (
        "The room is open",
        "The room is for announcements",
        "The room is closed",
        "The room is archived",
    ):
        assert label in page
    assert "How many days a message is kept" in page


def test_a_moderator_closes_the_room_and_comes_to_it(world: World, client_for, ann, bob):
    answer = people.post(client_for(ann), ROOM, {"room_state": "closed", "reason": "We meet on Monday"})
    assert (answer.status_code, answer.location) == (303, "/spaces/cohort-1/chat")
    assert room_of(world).room_state is RoomState.CLOSED
    page = words(client_for(bob).get("/spaces/cohort-1/chat"))
    assert "This room is closed: nobody writes in it for now." in page


def test_what_is_refused_is_said_beside_its_field_and_kept(world: World, client_for, ann):
    client = client_for(ann)
    answer = people.post(client, ROOM, {"room_state": "archived", "reason": ""})
    assert answer.status_code == 422
    assert "Say why." in words(answer)
    assert 'value="archived" checked' in " ".join(words(answer).split())
    odd = people.post(client, ROOM, {"room_state": "ajar", "reason": "Because"})
    assert odd.status_code == 422
    long = people.post(client, ROOM, {"room_state": "closed", "reason": "\x01"})
    assert long.status_code == 422
    assert room_of(world).room_state is RoomState.OPEN


def test_before_anything_goes_the_page_says_how_much(world: World, client_for, ann, bob):
    put_old_lines(world.cohort, bob, 3)
    client = client_for(ann)
    page = words(client.get(f"{KEEPING}?days=30"))
    assert "3 messages" in page
    assert "are older than that" in page
    assert "No message of this room is older than that yet." in words(client.get(f"{KEEPING}?days=60"))
    assert "Nothing is removed by itself any more." in words(client.get(KEEPING))
    assert room_of(world).keep_days is None
    assert db.session.scalar(sa.select(sa.func.count(Message.id)).where(Message.text != "")) == 3


def test_only_then_it_is_decided(world: World, client_for, ann, bob):
    client = client_for(ann)
    assert people.post(client, KEEPING, {"days": "30"}).status_code == 303
    assert room_of(world).keep_days == 30
    about = words(client_for(bob).get("/spaces/cohort-1/about"))
    assert "The room is open. Each message is kept for 30 days." in about
    assert "Every message for 30 days" in words(client_for(bob).get("/spaces/cohort-1/chat"))
    assert people.post(client, KEEPING, {"days": ""}).status_code == 303
    assert room_of(world).keep_days is None
    assert db.session.scalar(sa.select(sa.func.count(Decision.id))) == 2


@pytest.mark.parametrize("days", ["5", "4000", "a month", "-9", "7.5"])
def test_a_number_that_is_none_is_refused_before_and_after(world: World, client_for, ann, days: str):
    client = client_for(ann)
    for answer in (
        client.get(KEEPING, query_string={"days": days}),
        people.post(client, KEEPING, {"days": days}),
    ):
        assert answer.status_code == 422
        assert "There is a problem" in words(answer)
        assert f'value="{days}"' in words(answer)
    assert room_of(world).keep_days is None


def test_bob_may_look_at_none_of_it_and_mallory_finds_nothing(world: World, client_for, ann, bob, mallory):
    for person, status in ((bob, 403), (mallory, 404)):
        client = client_for(person)
        assert client.get(KEEPING).status_code == status
        assert people.post(client, KEEPING, {"days": "30"}).status_code == status
        form = {"room_state": "closed", "reason": "Because"}
        assert people.post(client, ROOM, form).status_code == status
    assert (room_of(world).room_state, room_of(world).keep_days) == (RoomState.OPEN, None)
