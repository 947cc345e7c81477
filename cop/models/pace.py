"""How fast a space may go on one process: a bucket in its memory, which guards the processor, not people's attention.

No row: what is guarded is a process's own, so each guards itself, however many there are. A row would be one more write
for each line, and all that a restart forgets is a second of talk.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Engine

from cop import clock
from cop.db import session

BURST, A_SECOND = 600, 300
"""Lines that a space may say: more than the liveliest room of a thousand does, less than would keep all others out."""

MANY = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime


_buckets: WeakKeyDictionary[Engine, dict[int, _Bucket]] = WeakKeyDictionary()
"""By database and space."""


def keep_pace(space_id: int) -> bool:
    """Count one line that is said in the space; False if it goes too fast for this process."""
    buckets, now = _buckets.setdefault(session.get_bind().engine, {}), clock.now()
    if len(buckets) >= MANY:
        buckets.clear()
    bucket = buckets.setdefault(space_id, _Bucket(BURST, now))
    gained = max(timedelta(), now - bucket.at).total_seconds() * A_SECOND
    bucket.left, bucket.at = min(BURST, bucket.left + gained), now
    if bucket.left < 1:
        return False
    bucket.left -= 1
    return True
