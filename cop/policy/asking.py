"""Statements about an actor that are made once and run for everybody: to make one takes far longer than to run it.

Conditions of this package take an `Actor`. Built with an `Asker` they name the actor's id and spaces as parameters;
what is left of an actor in the statement is which appointments they hold.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from cop.db import BigId, session
from cop.models import AppointmentRole, RoleName
from cop.models.appointment_roles import RUNS_NETWORK
from cop.models.statements import kept, rows
from cop.policy.actors import Actor

SELF, SPACES, COMMUNITIES = "asker", "asker_spaces", "asker_communities"
AS = {name: f"asker_spaces_as_{name.value}" for name in RoleName}


@dataclass(frozen=True, slots=True)
class Asker:
    """An actor whose values are named when a statement is run. It can stand in conditions, and answers no question."""

    appointments: frozenset[AppointmentRole]

    @property
    def id(self) -> Any:
        return sa.bindparam(SELF, type_=BigId)

    @property
    def space_ids(self) -> Any:
        return _ids(SPACES)

    @property
    def communities(self) -> Any:
        return _ids(COMMUNITIES)

    @property
    def is_staff(self) -> bool:
        return self.has(AppointmentRole.STAFF)

    @property
    def runs_network(self) -> bool:
        return not self.appointments.isdisjoint(RUNS_NETWORK)

    def has(self, role: AppointmentRole) -> bool:
        return role in self.appointments

    def spaces_as(self, name: RoleName) -> Any:
        return _ids(AS[name])


def prepared(make: Callable[[Actor], sa.Executable]) -> Callable[..., sa.CursorResult[Any]]:
    """Let `make(actor)`, which makes a statement of columns, be called once for all who hold the same appointments.

    Returns what runs it: `(actor, **parameters)`, where these are further ones that the statement names.
    """

    made = _made_once(make)

    @wraps(make)
    def run(actor: Actor, **further: Any) -> sa.CursorResult[Any]:
        return rows(made(actor.appointments), {**values_of(actor), **further})

    return run


def loading(
    make: Callable[[Actor], sa.Select[*tuple[Any, ...]]],
) -> Callable[..., sa.Result[*tuple[Any, ...]]]:
    """The same for a statement that loads rows of models, which the session then holds."""
    made = _made_once(make)

    @wraps(make)
    def run(actor: Actor, **further: Any) -> sa.Result[*tuple[Any, ...]]:
        statement = made(actor.appointments)
        given = {**values_of(actor), **further}
        return session.execute(statement, given, execution_options=kept(statement))

    return run


def _made_once(
    make: Callable[[Actor], sa.Executable],
) -> Callable[[frozenset[AppointmentRole]], sa.Executable]:
    return cache(lambda appointments: make(cast("Actor", Asker(appointments))))


def values_of(actor: Actor) -> Mapping[str, Any]:
    """What an `Asker` names, for this actor."""
    return {
        SELF: actor.id,
        SPACES: list(actor.space_ids),
        COMMUNITIES: list(actor.communities),
        **{word: actor.spaces_as(name) for name, word in AS.items()},
    }


class _Ids(sa.types.TypeDecorator[list[int]]):
    """Any number of ids as one value: an array, or JSON where a database has none. So the statement is the same for
    everybody, and what the libraries and the database have made of it serves all.
    """

    impl, cache_ok = sa.Text, True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(BigId) if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: list[int] | None, dialect: sa.Dialect) -> Any:
        # A list of ids as a word is JSON, and made faster than by the library.
        return value if dialect.name == "postgresql" else str(value)


class _each(FunctionElement[int]):  # noqa: N801 - a function of SQL
    """The rows that are in `_Ids`."""

    inherit_cache = True


@compiles(_each, "postgresql")
def _unnest(element: _each, compiler: SQLCompiler, **options: Any) -> str:
    return f"unnest({compiler.process(element.clauses, **options)})"


@compiles(_each, "sqlite")
def _json_each(element: _each, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


def _ids(name: str) -> sa.Select[int]:
    given = _each(sa.bindparam(name, type_=_Ids())).alias("value")
    return sa.select(sa.column("value", BigId)).select_from(given)
