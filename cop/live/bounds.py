"""How much one packet, one client, one person and one address may ask of a process (S27): the numbers, and counting."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

LARGEST_PACKET = 64 * 1024
"""Bytes of one packet from a client, over either transport."""
DEEPEST = 6
"""Lists and objects inside each other; ours are two deep."""
MOST_PACKETS, MOST_BYTES = 256, 1024 * 1024
"""What may wait for one client before it counts as one that does not read (F8)."""
IN_ONE_POLL = 16
"""Packets in one answer to a poll: as many as the library's own clients take."""
MOST_SEATS = 12
"""Sockets of one person on one process: tabs and devices. The oldest makes room for a thirteenth."""
BURST, EVENTS_A_SECOND = 160, 20.0
"""Packets from one person's sockets on one process: so many at once, then so many a second. Beyond it is `too_fast`."""
EACH_CHARACTERS = 250
"""So much of a packet counts as one more."""
FAR_BEYOND = 200
"""So many refused packets of one socket, less those that might have been sent meanwhile, and it is closed."""
DOOR_EVERY, DOOR_LOOKS = 1, 5
"""Seconds between two looks at the door; who has not signed in after so many is closed. Looks, because seconds in which
the server was too busy to listen are nobody's delay: where everybody comes back at once, it would send them away again.
"""
MOST_AT_THE_DOOR, MOST_STRANGERS = 24, 500
"""Connections that have not signed in yet: of one sign-in or, without one, of one address; and of all addresses."""

_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
"""A string, or all that follows a quote without an end. It fits wherever it begins: nothing is looked at twice."""

_BEFORE_JSON = re.compile(r".\d*-?(?:/[^,]*,?)?", re.DOTALL)
"""A packet's type, number of attachments and namespace: a quote in there begins no string."""


def is_too_deep(text: str) -> bool:
    """Whether JSON in the packet `text` has more levels than any of ours: known before it is parsed."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return False
    depth = 0
    for each in re.findall(r"[\[{\]}]", _STRING.sub("", _BEFORE_JSON.sub("", text, count=1))):
        depth += 1 if each in "[{" else -1
        if depth > DEEPEST:
            return True
    return False


def weight(packet: str | bytes) -> int:
    """What a packet takes of an allowance: long words cost long work, also where they are refused in the end."""
    return 1 + len(packet) // EACH_CHARACTERS


class Door:
    """Who has connected and not signed in yet. Those with a sign-in's cookie count for it, others for their address."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[Hashable, int]] = {}
        self._answering: set[str] = set()
        self._of: Counter[Hashable] = Counter()
        self._strangers = 0

    def has_room(self, *, sign_in: str, address: str) -> bool:
        if sign_in:
            return self._of[sign_in] < MOST_AT_THE_DOOR
        return self._of[address,] < MOST_AT_THE_DOOR and self._strangers < MOST_STRANGERS

    def wait(self, eio_sid: str, *, sign_in: str, address: str) -> None:
        key: Hashable = sign_in or (address,)
        self._waiting[eio_sid] = key, 0
        self._of[key] += 1
        self._strangers += not sign_in

    def leave(self, eio_sid: str) -> None:
        """It has signed in, or is gone."""
        key, _ = self._waiting.pop(eio_sid, (None, 0))
        if key is None:
            return
        self._of[key] -= 1
        self._strangers -= isinstance(key, tuple)
        if not self._of[key]:
            del self._of[key]

    @contextmanager
    def answering(self, eio_sid: str) -> Iterator[None]:
        """While it is being signed in, it is not late, however long that takes here."""
        self._answering.add(eio_sid)
        try:
            yield
        finally:
            self._answering.discard(eio_sid)

    def overdue(self) -> list[str]:
        """One more look: who has been seen here too often."""
        idle = {each: seen for each, seen in self._waiting.items() if each not in self._answering}
        self._waiting |= {eio_sid: (key, looks + 1) for eio_sid, (key, looks) in idle.items()}
        return [eio_sid for eio_sid, (_, looks) in idle.items() if looks >= DOOR_LOOKS]
