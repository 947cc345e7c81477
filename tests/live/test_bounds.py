"""The counting behind the limits: how deep, how fast, how many at the door (S27)."""

import time

import pytest
from socketio.packet import Packet

from cop.live import bounds, hub
from cop.live.bounds import (
    DEEPEST,
    LARGEST_PACKET,
    MOST_AT_THE_DOOR,
    MOST_STRANGERS,
    Door,
    is_too_deep,
    weight,
)


def test_depth_is_counted_outside_of_what_people_say():
    assert not is_too_deep("2" + "[" * DEEPEST + "]" * DEEPEST)
    assert is_too_deep("2" + "[" * (DEEPEST + 1))
    assert is_too_deep('2["x",' + '{"a":' * DEEPEST)
    assert not is_too_deep('2["x",{"text":"' + "[{" * 50 + '"}]')
    assert not is_too_deep('2["x",{"text":"a \\" [[[[[[[[[[ \\\\"}]' + "[]" * 20)


@pytest.mark.parametrize("before", ["2", "20", "251-", '2/",', '2/a"b,7', '251-/",', '2/?"\\,', "2/[,"])
def test_no_name_of_a_place_hides_the_depth_of_what_is_said_there(before: str):
    assert Packet(encoded_packet=before + '["x"]').data == ["x"], "the library finds the JSON here"
    assert is_too_deep(before + "[" * 500 + '"x"' + "]" * 500)
    assert not is_too_deep(before + '["x",{"text":"' + "[" * 50 + '"}]')


def test_what_is_deep_all_the_same_is_no_packet(app, monkeypatch: pytest.MonkeyPatch):
    arrivals = hub.arrivals()
    assert arrivals._understood('2["x"]').data == ["x"]
    monkeypatch.setattr("cop.live.arrivals.is_too_deep", lambda _: False)

    assert arrivals._understood("2" + "[" * 100_000) is None


@pytest.mark.parametrize(
    "part", ['\\"', '"', "\\", '"\\', '\\\\"', '"[', '\\"[', "/", "/,", "1-", '"a"', '\n"\\\n']
)
@pytest.mark.parametrize("opening", ["42", '42"', "2/"])
def test_no_packet_takes_longer_than_its_length(opening: str, part: str):
    """A scan that began anew at each quote would take minutes here."""
    packet = (opening + "[" * (DEEPEST + 1) + part * LARGEST_PACKET)[:LARGEST_PACKET]
    began = time.process_time()
    is_too_deep(packet)

    assert time.process_time() - began < 1


def test_a_long_packet_weighs_more_and_none_weighs_nothing():
    assert [weight(each) for each in ("", "2" * 249, b"2" * 250, "2" * 4_000)] == [1, 1, 2, 17]


def test_one_sign_in_and_one_address_have_a_number_of_places_each():
    door = Door()
    for number in range(MOST_AT_THE_DOOR):
        door.wait(f"bob-{number}", sign_in="bob", address="192.0.2.1")
        door.wait(f"nobody-{number}", sign_in="", address="192.0.2.1")

    assert not door.has_room(sign_in="bob", address="192.0.2.2")
    assert not door.has_room(sign_in="", address="192.0.2.1")
    assert door.has_room(sign_in="ann", address="192.0.2.1"), "a whole Trust may share an address"
    assert door.has_room(sign_in="", address="192.0.2.2")
    door.leave("bob-0")
    door.leave("nobody-0")
    assert door.has_room(sign_in="bob", address="192.0.2.2")
    assert door.has_room(sign_in="", address="192.0.2.1")


def test_a_cookie_that_says_an_address_takes_none_of_its_places():
    door = Door()
    for number in range(MOST_AT_THE_DOOR):
        door.wait(str(number), sign_in="192.0.2.1", address="192.0.2.9")

    assert door.has_room(sign_in="", address="192.0.2.1")


def test_strangers_from_everywhere_keep_no_member_out():
    door = Door()
    for number in range(MOST_STRANGERS):
        door.wait(str(number), sign_in="", address=f"192.0.2.{number}")

    assert not door.has_room(sign_in="", address="198.51.100.1")
    assert door.has_room(sign_in="ann", address="192.0.2.1")
    for number in range(MOST_STRANGERS):
        door.leave(str(number))
        door.leave(str(number))
    assert door.has_room(sign_in="", address="198.51.100.1")


def test_who_waits_too_long_is_overdue():
    door = Door()
    door.wait("early", sign_in="", address="192.0.2.1")
    for _ in range(bounds.DOOR_LOOKS):
        assert door.overdue() == []
    door.wait("late", sign_in="", address="192.0.2.1")

    assert door.overdue() == ["early"]
    door.leave("early")
    assert door.overdue() == []


def test_who_is_being_signed_in_is_not_late_and_who_was_refused_is_no_earlier():
    door = Door()
    door.wait("ann", sign_in="ann", address="192.0.2.1")
    for _ in range(bounds.DOOR_LOOKS):
        door.overdue()
    with door.answering("ann"):
        assert [door.overdue() for _ in range(9)] == [[]] * 9

    assert door.overdue() == ["ann"]
