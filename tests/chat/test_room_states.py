"""What a room is, as its pages and sockets are told: in words, at once, and in few queries."""

import pytest

from cop import db, policy
from cop.models import Person, Policy, RoomState, Space
from cop.shell.navigation import rail
from cop.spaces import commands as spaces
from tests import people
from tests.people import World

PAGE = "/spaces/cohort-1/chat"


@pytest.fixture
def become(world: World, ann: Person):
    """`become(RoomState.CLOSED)`: Ann lets the cohort's room be that."""

    def became(state: RoomState) -> None:
        spaces.set_room_state(actor_id=ann.id, space_id=world.cohort.id, state=state, reason="Because")

    return became


def told(socket) -> list[dict]:
    return socket.heard("room:changed")


@pytest.mark.parametrize(
    ("state", "anns", "bobs"),
    [
        (RoomState.ANNOUNCEMENTS, ["say", "mark", "moderate"], ["mark"]),
        (RoomState.CLOSED, ["mark", "moderate"], ["mark"]),
        (RoomState.ARCHIVED, ["moderate"], []),
    ],
)
def test_everybody_is_told_at_once_what_they_may_do(socket_for, become, ann, bob, mallory, state, anns, bobs):
    sockets = [socket_for(each) for each in (ann, bob, mallory)]
    become(state)
    a, b, m = (told(each) for each in sockets)
    assert a == [{"space": "cohort-1", "may": anns, "state": state.value, "slow": 0}]
    assert b == [{"space": "cohort-1", "may": bobs, "state": state.value, "slow": 0}]
    assert m == [], "control: Mallory listens"


def test_who_missed_it_is_told_by_the_next_heartbeat(socket_for, become, bob):
    become(RoomState.CLOSED)
    socket = socket_for(bob)
    for event in ("room:open", "room:here"):
        ack = socket.ask(event, space="cohort-1")
        assert (ack["state"], ack["may"]) == ("closed", ["mark"])


@pytest.mark.parametrize("state", [RoomState.ANNOUNCEMENTS, RoomState.CLOSED, RoomState.ARCHIVED])
def test_what_is_sent_into_it_is_refused_in_words_and_a_repeat_of_before_is_answered(
    socket_for, say, become, bob, state
):
    key = people.key()
    first = say(bob, "Before", key=key)
    become(state)
    socket = socket_for(bob)
    again = socket.ask("message:send", space="cohort-1", key=key, text="Before")
    assert again["message"]["id"] == first.id, "the first result, for ever (P2)"
    refused = socket.ask("message:send", space="cohort-1", key=people.key(), text="After")
    assert refused["error"]["code"] == "forbidden"
    assert "Copy your text" in refused["error"]["message"]
    edited = socket.ask("message:edit", message=first.id, changed=1, text="Otherwise")
    assert edited["error"]["code"] == "forbidden"


def test_marks_go_on_in_a_closed_room_and_end_in_an_archived_one(socket_for, say, become, ann, bob):
    said = say(ann)
    socket = socket_for(bob)
    mark = {"message": said.id, "mark": "thanks"}
    become(RoomState.CLOSED)
    assert socket.ask("message:react", **mark, on=True)["ok"]
    become(RoomState.ARCHIVED)
    assert socket.ask("message:react", **mark, on=False)["error"]["code"] == "forbidden"


def test_a_person_may_always_take_back_their_words(socket_for, say, become, bob):
    said = say(bob, "Too much")
    become(RoomState.ARCHIVED)
    gone = socket_for(bob).ask("message:remove", message=said.id, changed=said.changed)
    assert gone["message"]["state"] == "removed"


def test_nobody_is_present_in_an_archived_room(world: World, socket_for, become, ann, bob):
    anns, bobs = socket_for(ann), socket_for(bob)
    for socket in (anns, bobs):
        socket.ask("room:here", space="cohort-1")
    assert bobs.ask("room:here", space="cohort-1")["here"]["count"] == 2
    assert is_live(bob, world.cohort)
    become(RoomState.ARCHIVED)
    assert not is_live(bob, world.cohort)
    anns.heard()
    assert bobs.ask("room:here", space="cohort-1")["here"] == {"count": 0, "people": []}
    bobs.ask("room:typing", space="cohort-1")
    assert anns.heard() == []
    become(RoomState.OPEN)
    assert is_live(bob, world.cohort), "who looked before is still there"


def is_live(person: Person, space: Space) -> bool:
    rows = rail(policy.load_actor(person.id)).rows
    return next(row.is_live for row in rows if row.id == space.id)


def test_the_page_says_what_it_is_and_keeps_what_was_typed(client_for, say, become, ann, bob):
    say(bob)
    become(RoomState.ANNOUNCEMENTS)
    client = client_for(bob)
    page = client.get(PAGE).get_data(as_text=True)
    assert ">This room is for announcements: only its moderators write in it.</p>" in page
    assert 'id="composer" method="post" action="/spaces/cohort-1/chat" novalidate hidden' in page
    answer = people.post(client, PAGE, {"text": "A long text", "key": people.key()})
    refused = answer.get_data(as_text=True)
    assert answer.status_code == 403
    assert "A long text" in refused
    assert "novalidate hidden" not in refused
    assert "Only its moderators write in this room now." in refused
    assert people.post(client_for(ann), PAGE, {"text": "News", "key": people.key()}).status_code == 303


@db.command
def crowd(space: Space, number: int) -> list[Person]:
    members = [people.add_person(f"member{at}") for at in range(number)]
    for person in members:
        people.join(person, space)
    return members


@pytest.mark.parametrize("number", [3, 60])
def test_a_change_costs_as_many_queries_for_sixty_people_as_for_three(
    world: World, socket_for, become, count_queries, bob, number
):
    crowd(world.cohort, number)
    bobs = socket_for(bob)
    with count_queries() as set_room:
        become(RoomState.CLOSED)
    with count_queries() as set_policy:
        spaces.set_space_policy(actor_id=world.ann.id, space_id=world.cohort.id, policy=Policy.ALL_HELD)
    assert len(bobs.heard("room:changed")) == 2
    assert len(set_room) == 7
    assert len(set_policy) == 14


def test_one_push_reaches_all_who_may_do_the_same(world: World, socket_for, become, monkeypatch):
    from cop import live

    crowd(world.cohort, 10)
    pushes = []
    monkeypatch.setattr(
        live, "push", lambda event, payload, *, to: pushes.append((event, payload["may"], len(to)))
    )
    become(RoomState.CLOSED)
    assert sorted(pushes) == [
        ("room:changed", [], 1),
        ("room:changed", ["mark"], 11),
        ("room:changed", ["mark", "moderate"], 1),
    ], "staff, Bob and ten others, Ann"
