"""What comes over a socket is read into a shape; nothing else gets further (S9, S20, S27)."""

from dataclasses import dataclass

import pytest

from cop import live
from cop.errors import Invalid


@dataclass(frozen=True, slots=True)
class Shape:
    space: str
    upto: int
    on: bool
    reply_to: int | None = None


GOOD = {"space": "cohort-1", "upto": 3, "on": True}


def test_a_payload_becomes_its_shape_and_forged_fields_are_ignored() -> None:
    assert live.read(Shape, GOOD | {"author": 1, "seq": 9, "is_admin": True}) == Shape("cohort-1", 3, True)
    assert live.read(Shape, GOOD | {"reply_to": 7}).reply_to == 7
    assert live.read(Shape, GOOD | {"reply_to": None}).reply_to is None


@pytest.mark.parametrize(
    "change",
    [
        {"space": 1},
        {"space": None},
        {"space": ["cohort-1"]},
        {"upto": "3"},
        {"upto": True},
        {"upto": 3.0},
        {"upto": 2**60},
        {"upto": None},
        {"on": 1},
        {"on": "true"},
        {"reply_to": "7"},
        {"reply_to": {}},
    ],
)
def test_a_wrong_type_is_refused_and_named(change: dict[str, object]) -> None:
    assert live.read(Shape, GOOD)
    with pytest.raises(Invalid) as refused:
        live.read(Shape, GOOD | change)
    assert refused.value.field == next(iter(change))


@pytest.mark.parametrize("payload", [None, "text", 3, [], [GOOD], b"bytes"])
def test_what_is_no_object_is_refused(payload: object) -> None:
    with pytest.raises(Invalid):
        live.read(Shape, payload)


def test_a_missing_field_is_refused() -> None:
    with pytest.raises(Invalid):
        live.read(Shape, {"space": "cohort-1", "upto": 1})


def test_the_empty_shape_takes_anything() -> None:
    assert live.read(live.Nothing, {"x": 1}) == live.Nothing()
