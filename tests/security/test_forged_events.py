"""A client may call its events what it likes: those of the transport are not its to send (S8, S9, F29)."""

import pytest

from cop import live
from cop.accounts import commands as accounts
from tests import people


def test_a_forged_disconnect_is_one_and_hides_no_socket_from_the_end_of_its_sign_in(world, socket_for, say):
    bobs, another = socket_for(world.bob), socket_for(world.bob)
    bobs.client.emit("disconnect")

    assert not bobs.client.is_connected()
    say(world.ann, "Only for who is connected")
    assert len(another.heard("message:new")) == 1


@pytest.mark.parametrize("reason", [(), ("transport close",), ({"x": 1}, 2)])
def test_after_one_nothing_more_arrives(world, socket_for, say, reason):
    bobs = socket_for(world.bob)
    assert bobs.ask("live:ping")["ok"]
    bobs.client.emit("disconnect", *reason)
    accounts.end_other_sign_ins(actor_id=world.bob.id, sign_in_id=0)
    live.sweep()
    say(world.ann, "After everything has ended")

    assert not bobs.client.is_connected()


@pytest.mark.parametrize("auth", [None, {}, {"csrf": "forged"}])
def test_a_forged_connect_changes_nothing(world, socket_for, say, auth):
    bobs = socket_for(world.bob)
    bobs.client.emit("connect", auth)
    say(world.ann, "Once")

    assert len(bobs.heard("message:new")) == 1
    assert bobs.ask("live:ping")["ok"]


FORGED = {
    "author": 1, "author_id": 1, "seq": 999, "changed": 999, "state": "released", "created_at": "2000-01-01",
    "space_id": 1, "to": "person:1", "skip_sid": None, "html": "<script>", "released_at": "2000-01-01",
    "is_staff": True,
}  # fmt: skip


def test_forged_fields_change_nothing(world, socket_for):
    bobs, anns = socket_for(world.bob), socket_for(world.ann)
    sent = {"space": world.cohort.slug, "key": people.key(), "text": "Mine"} | FORGED
    told = bobs.ask("message:send", **sent)["message"]

    assert (told["author"], told["seq"], told["changed"], told["state"]) == (world.bob.id, 1, 1, "released")
    assert "script" not in told["html"]
    assert [each["id"] for each in anns.heard("message:new")] == [told["id"]]


@pytest.mark.parametrize(
    "payload", [None, [], "space", 5, True, {"space": None}, {"space": 5}, {"space": ["a"]}]
)
@pytest.mark.parametrize("event", ["room:open", "message:send", "room:read", "message:react"])
def test_malformed_payloads_are_refused_and_nothing_fails(world, socket_for, event, payload):
    bobs = socket_for(world.bob)

    assert bobs.client.emit(event, payload, callback=True)["error"]["code"] == "invalid"
    assert bobs.ask("live:ping")["ok"]
