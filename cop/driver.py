"""The driver's connection to PostgreSQL, as a server of many short statements needs it."""

import select
from collections.abc import Generator, Sequence
from functools import cached_property, lru_cache
from time import monotonic
from typing import Any, cast, overload

import psycopg
from gevent.monkey import get_original
from psycopg._queries import MAX_CACHED_STATEMENT_PARAMS, PostgresQuery, _query2pg_nocache
from psycopg.abc import RV, PQGen
from psycopg.types.numeric import Int8Dumper
from psycopg.waiting import Ready, Wait

MOMENT = 0.002
"""Seconds that a process waits for an answer before it turns to other requests. Nearly all answers are there by then;
to turn away from a page for each of its statements costs more time than it saves, and lets every page be half done
while the last begins.
"""

PLANNED = 1
"""How often a connection runs a statement before it keeps a plan of it: to plan is longer work than most statements."""

KEPT = 300
"""Statements whose plans a connection keeps: more than the site has in its pages."""

ALIVE = {"connect_timeout": 5, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds, and tries: a connection may rest for hours, and what stands between may have forgotten it by then."""

LOCKS = ("FOR UPDATE", "FOR NO KEY UPDATE", "FOR SHARE", "FOR KEY SHARE")
_poll = get_original("select", "poll")
_EVENTS = {Wait.R: select.POLLIN, Wait.W: select.POLLOUT, Wait.RW: select.POLLIN | select.POLLOUT}


class Connection(psycopg.Connection[Any]):
    """One that first waits for a moment, and then as the driver does where gevent stands in for the system's calls. For
    a lock there is no moment: whoever has it may need this very process in order to go on.
    """

    moment = MOMENT

    def wait(self, gen: PQGen[RV], *args: Any, **kwargs: Any) -> RV:
        return super().wait(_for_a_moment(gen, self.pgconn.socket, self.moment), *args, **kwargs)


def connect(*args: Any, **given: Any) -> Connection:
    """A connection that plans early, keeps what it has planned, and knows before long that its server is gone."""
    made = Connection.connect(*args, prepare_threshold=PLANNED, cursor_factory=Cursor, **ALIVE | given)
    made.prepared_max = KEPT
    # Small or large, a number is of one type: for each there would be a plan.
    made.adapters.register_dumper(int, Int8Dumper)
    return made


def _for_a_moment(answer: PQGen[RV], descriptor: int, moment: float) -> Generator[Wait, Ready | int, RV]:
    """`answer`, which asks for the socket and is told when that is ready; what comes in time is not asked for again."""
    poll, until = _poll(), monotonic() + moment
    try:
        wanted = next(answer)
        while True:
            poll.register(descriptor, _EVENTS[wanted])
            ready: Ready | int = Ready.NONE
            if (left := until - monotonic()) > 0:
                ready = _ready(poll.poll(left * 1_000))
            while not ready:
                ready = yield wanted
            wanted = answer.send(ready)
    except StopIteration as end:
        value: RV = end.value
        return value


def _ready(found: list[tuple[int, int]]) -> Ready:
    """What can be done now. A connection that broke can be read: that says how."""
    if not found:
        return Ready.NONE
    event = found[0][1]
    return Ready(Ready.W * bool(event & select.POLLOUT) | Ready.R * bool(event & ~select.POLLOUT))


_read = lru_cache(KEPT)(_query2pg_nocache)


class _Query(PostgresQuery):
    """A statement that is read once, however long it is. The driver reads each of more than 4,096 characters whenever
    it is run: that of the rail takes as long as the rest of what Python does for it. One of very many values is seldom
    run again, and is left to the driver.
    """

    __slots__ = ()

    def convert(self, query: Any, vars: Any) -> None:
        if vars is None or not isinstance(query, str) or len(vars) > MAX_CACHED_STATEMENT_PARAMS:
            super().convert(query, vars)
            return
        read = _read(self._ensure_bytes(query), self._tx.encoding)
        self.query, self._want_formats, self._order, self._parts = read
        self.dump(vars)


class Cursor(psycopg.Cursor[Any]):
    """One that describes its columns when somebody asks what they are, and not for each answer: SQLAlchemy looks at it
    once for each statement.
    """

    _query_cls = _Query

    def execute(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        statement = str(query)
        takes_lock = "FOR " in statement and any(words in statement for words in LOCKS)
        cast(Connection, self.connection).moment = 0 if takes_lock else MOMENT
        return super().execute(query, *args, **kwargs)

    @property
    def description(self) -> Any:
        return _Columns(self) if self.pgresult and self.pgresult.nfields else super().description


class _Columns(Sequence[psycopg.Column]):
    """What the driver says of the columns of the answer that `cursor` has now."""

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._cursor, self._answer = cursor, cursor.pgresult

    @cached_property
    def _known(self) -> Sequence[psycopg.Column]:
        if self._cursor.pgresult is not self._answer:
            raise RuntimeError("the cursor has another answer by now")
        return psycopg.Cursor.description.fget(self._cursor)  # type: ignore[attr-defined, no-any-return]

    def __len__(self) -> int:
        return len(self._known)

    @overload
    def __getitem__(self, place: int) -> psycopg.Column: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[psycopg.Column]: ...
    def __getitem__(self, place: int | slice) -> psycopg.Column | Sequence[psycopg.Column]:
        return self._known[place]
