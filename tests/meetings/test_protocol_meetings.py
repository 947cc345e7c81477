"""docs/protocol.md says what the code does about meetings: events, payloads, acks and what is pushed."""

from cop import live
from cop.meetings import sockets
from tests import people
from tests.chat.test_protocol import shape, table


def each_event(socket, meeting_id: int) -> dict[str, dict]:
    about = {"meeting": meeting_id}
    asked = [
        ("meeting:open", about),
        ("meeting:sync", about | {"after": 0}),
        ("meeting:here", about),
        ("meeting:say", about | {"key": people.key(), "text": "Hello"}),
        ("meeting:act", about | {"form": "act=tick"}),
    ]
    return {event: socket.ask(event, **payload) for event, payload in asked}


def test_every_event_of_a_meeting_is_documented_with_its_payload():
    assert sockets
    assert {event: shape(event) for event in live.HANDLERS if event.startswith("meeting:")} == {
        event: cells[0] for event, cells in table("Events from the page of a meeting").items()
    }


def test_every_ack_and_push_of_a_meeting_has_the_fields_that_are_documented(circle, socket_for):
    circle.convene(quorum=3)
    circle.come(circle.ann, circle.bob)
    circle.say(circle.ann, "Good morning")
    listens, absent = socket_for(circle.ann), socket_for(circle.dan)
    acks = each_event(socket_for(circle.bob), circle.meeting_id)
    circle.come(circle.carol)
    moved = socket_for(circle.ann).ask(
        "meeting:act",
        meeting=circle.meeting_id,
        form=f"act=move&value=check_in&version={circle.now.version}",
    )
    assert moved["ok"], moved
    pushed = {
        each["name"]: list(each["args"][0])
        for socket in (listens, absent)
        for each in socket.client.get_received()
    }

    assert all(ack["ok"] for ack in acks.values()), acks
    assert {event: [name for name in ack if name != "ok"] for event, ack in acks.items()} == {
        event: cells[1] for event, cells in table("Events from the page of a meeting").items()
    }
    assert list(acks["meeting:open"]["lines"][0]) == ["id", "seq", "author", "kind", "html"]
    assert pushed == {event: cells[0] for event, cells in table("Events about a meeting").items()}
