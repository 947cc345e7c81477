"""The session, and the one place that commits: `@command` turns a verb into one transaction.

Rules: `commands do not nest`; a command loads and decides under the lock of its aggregate; what it records is
handed to WITH before the commit and to AFTER once the commit stands. An exception always rolls back.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache, wraps
from time import perf_counter
from typing import Annotated, Any, ParamSpec, TypeAlias, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, scoped_session, sessionmaker

from cop import clock, words
from cop.engines import WRITES, engine_for
from cop.errors import Conflict, NotFound
from cop.events import Fact
from cop.queues import standing

log = logging.getLogger("cop.db")

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound="Base")
Reaction: TypeAlias = Callable[[Any], None]
Reactions: TypeAlias = Mapping[type[Fact], Sequence[Reaction]]


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """Aware times, stored in UTC on every database; a naive one is a mistake and refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Id = Annotated[int, mapped_column(BigId, primary_key=True)]


class Base(DeclarativeBase):
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it so
        datetime: UtcDateTime,
        int: BigId,
        str: sa.Text,
    }


sa.event.listen(Base.registry, "resolve_type_annotation", words.of_annotation)

session: scoped_session[Session] = scoped_session(sessionmaker(expire_on_commit=False))

_with: Reactions = {}
_after: Reactions = {}
_facts: ContextVar[list[Fact] | None] = ContextVar("facts", default=None)
_left: ContextVar[Session | None] = ContextVar("left", default=None)


def connect(url: str) -> Engine:
    """An engine for `url` with the session bound to it."""
    engine = engine_for(url)
    bind(engine)
    return engine


def bind(target: Engine | Connection) -> None:
    """Let sessions speak to `target`; over an open transaction they work in savepoints of it."""
    session.remove()
    session.configure(bind=target, join_transaction_mode="create_savepoint")


def react(*, within: Reactions, after: Reactions) -> None:
    """Install the site's causes and effects; called once by the composition root."""
    global _with, _after
    _with, _after = within, after


def record(fact: Fact) -> None:
    """State that something has happened in the running command; outside of one it is an error."""
    facts = _facts.get()
    if facts is None:
        raise RuntimeError("a fact is recorded within a command")
    if fact not in facts:
        facts.append(fact)


def command(verb: Callable[P, R]) -> Callable[P, R]:
    """Run `verb` as one transaction: begin, decide under the lock, WITH, commit, then AFTER.

    What was read before is dropped; returned rows stay readable. Any exception rolls back and is raised on.
    """

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        began = perf_counter()
        with standing(), _gathered(verb.__name__) as facts:
            _begin()
            result = verb(*args, **kwargs)
            _run_within(facts)
            session.commit()
        log.debug("command", extra={"command": verb.__name__, "ms": clock.milliseconds_since(began)})
        _run_after(facts)
        return result

    return run


@contextmanager
def _gathered(name: str) -> Iterator[list[Fact]]:
    """The facts that are recorded in the block, which is rolled back by any exception."""
    if _facts.get() is not None:
        raise RuntimeError(f"commands do not nest: {name}")
    facts: list[Fact] = []
    token = _facts.set(facts)
    try:
        yield facts
    except BaseException:
        session.rollback()
        raise
    finally:
        _facts.reset(token)


def _begin() -> None:
    session.expunge_all()
    session.rollback()
    session.connection(execution_options=WRITES)


def _run_within(facts: list[Fact]) -> None:
    """Apply WITH to each fact, those that a reaction records included."""
    for fact in facts:
        for reaction in _with.get(type(fact), ()):
            session.flush()
            reaction(fact)


def _run_after(facts: list[Fact]) -> None:
    """Apply AFTER in a session of its own: it reads the rows as they now are, and what was returned stays as it is."""
    reactions = [(fact, reaction) for fact in facts for reaction in _after.get(type(fact), ())]
    if not reactions:
        return
    kept = session()
    session.registry.clear()
    token = _left.set(kept)
    for fact, reaction in reactions:
        try:
            reaction(fact)
        except Exception:  # whoever missed a push catches up; the commit stands
            log.exception("reaction failed", extra={"reaction": reaction.__name__})
            session.rollback()
    session.remove()
    session.registry.set(kept)
    _left.reset(token)


def left(model: type[M], row_id: int) -> M | None:
    """For AFTER: the row as its command left it, to be read and no more; None where the command returned another."""
    kept, key = _left.get(), sa.inspect(model).identity_key_from_primary_key((row_id,))
    return cast("M | None", kept.identity_map.get(key)) if kept else None


def lock(model: type[M], row_id: int) -> M:
    """The row, locked for this command and read as it is now; NotFound where there is none."""
    found: M | None = session.scalars(_locking(model), {"row_id": row_id}).one_or_none()
    return _there(found)


@cache
def _locking(model: type[Base]) -> sa.Select[Any]:
    """Made once for each kind of row: to make it takes longer than to run it."""
    query = sa.select(model).where(sa.inspect(model).primary_key[0] == sa.bindparam("row_id"))
    return query.with_for_update(of=model).execution_options(populate_existing=True)


def get(model: type[M], row_id: int) -> M:
    """The row, or NotFound."""
    return _there(session.get(model, row_id))


def _there(row: M | None) -> M:
    if row is None:
        raise NotFound
    return row


def add_once(row: Base, *, taken: str) -> None:
    """Insert `row`; Conflict, in the words of `taken`, where somebody else has made the same at this moment."""
    session.add(row)
    with only_one(taken):
        session.flush()


@contextmanager
def only_one(taken: str) -> Iterator[None]:
    """Conflict, in the words of `taken`, where what the block inserts is there already."""
    try:
        yield
    except sa.exc.IntegrityError as error:
        if "unique" not in str(error.orig).lower():
            raise
        raise Conflict(taken) from error
