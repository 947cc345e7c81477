"""Who is connected to this process: each signed-in socket is a seat, found by its id and by its person."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from cop.live.outbox import Outbox

NOWHERE = Outbox()
"""The outbox of a socket without a connection of its own, as tests have: always empty, without a wire."""


@dataclass(slots=True, eq=False)
class Seat:
    """A socket that has shaken hands and signed in. `sid` is Socket.IO's id of it, `eio_sid` the connection's;
    `running` counts its events that have no answer yet."""

    sid: str
    eio_sid: str
    sign_in_id: int
    person_id: int
    outbox: Outbox = NOWHERE
    running: int = 0


_seats: dict[str, Seat] = {}
_of_person: dict[int, tuple[Seat, ...]] = {}
"""Oldest first. Tuples, because a fan-out that walks them lets others run in between."""


def take(seat: Seat) -> None:
    _seats[seat.sid] = seat
    _of_person[seat.person_id] = (*_of_person.get(seat.person_id, ()), seat)


def leave(sid: str) -> Seat | None:
    """Give up a seat, and return it; None where there is none."""
    seat = _seats.pop(sid, None)
    if seat is not None:
        left = tuple(each for each in _of_person.pop(seat.person_id) if each is not seat)
        if left:
            _of_person[seat.person_id] = left
    return seat


def find(sid: str) -> Seat | None:
    return _seats.get(sid)


def has_running(eio_sid: str) -> bool:
    """Whether events of this connection have no answer yet."""
    return any(seat.running for seat in _seats.values() if seat.eio_sid == eio_sid)


def of_people(person_ids: Iterable[int]) -> Iterator[Seat]:
    """Every seat of these people, in no order of theirs. Of those who are told of something, few have a page open."""
    for person_id in _of_person.keys() & person_ids:
        yield from _of_person.get(person_id, ())


def of_person(person_id: int) -> tuple[Seat, ...]:
    """Oldest first."""
    return _of_person.get(person_id, ())


def of_sign_ins(sign_in_ids: Collection[int]) -> list[Seat]:
    return [seat for seat in _seats.values() if seat.sign_in_id in sign_in_ids]


def sign_ins() -> set[int]:
    """The sign-ins that have a seat here."""
    return {seat.sign_in_id for seat in _seats.values()}
