"""One walk for each state of things: everybody knocks at every door, and everything that came of it is kept."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy.engine import Connection, Engine

from cop import clock
from cop.allowances import Allowances
from cop.feeds import views as feeds
from cop.forum.commands import pace
from tests.authz.declared import ACTORS, Kind, Rule, read_rules
from tests.authz.knocks import Addresses, Visitor, code_of, has_passed, payload, seen
from tests.authz.stage import Stage, set_stage, undone
from tests.authz.things import put_things
from tests.conftest import NOON
from tests.databases import rolled_back

REFUSALS = {"not_found", "forbidden", "signed_out"}


@dataclass
class Walk:
    """`passed` and `codes` by (door or event, actor). `gave_away`: where an answer differed from that of nothing."""

    state: str
    passed: dict[tuple[str, str], bool] = field(default_factory=dict)
    codes: dict[tuple[str, str], int | str] = field(default_factory=dict)
    gave_away: list[str] = field(default_factory=list)
    compared: set[tuple[str, str]] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)


class Walker:
    """Goes through one state with everybody."""

    def __init__(self, app: Flask, connection: Connection, stage: Stage, walk: Walk) -> None:
        self.connection, self.stage, self.walk = connection, stage, walk
        self.addresses = Addresses(app)
        self.visitors = [Visitor.of(app, stage, actor) for actor in ACTORS]

    def go(self) -> None:
        for rule in _in_state("doors", self.walk.state):
            for visitor in self.visitors:
                self._knock(rule, visitor)
        for visitor in self.visitors:
            self._ask(visitor)

    def _knock(self, rule: Rule, visitor: Visitor) -> None:
        method, _, address = rule.name.partition(" ")
        path = self.addresses.path(address, self.stage, visitor.standing)
        with undone(self.connection):
            response = visitor.knock(method, path)
        self._note(rule.name, visitor, response.status_code, passed=has_passed(response, path))
        if _may_not_know(rule.kind, self.walk.state, visitor):
            self._compare(rule, visitor, seen(response, path))

    def _compare(self, rule: Rule, visitor: Visitor, told: tuple[int, str, str]) -> None:
        method, _, address = rule.name.partition(" ")
        for path in self.addresses.to_nothing(address, self.stage, visitor.standing):
            with undone(self.connection):
                of_nothing = seen(visitor.knock(method, path), path)
            self.walk.compared.add((rule.name, visitor.standing))
            if told != of_nothing:
                self.walk.gave_away.append(
                    f"{rule.name}: {visitor.standing}\n{_difference(told, of_nothing)}"
                )

    def _ask(self, visitor: Visitor) -> None:
        for rule in _in_state("events", self.walk.state):
            with undone(self.connection):
                code = self._ack(rule.name, visitor)
            self._note(rule.name, visitor, code, passed=code not in REFUSALS)

    def _ack(self, event: str, visitor: Visitor) -> str:
        socket = visitor.socket()
        if not socket.is_connected():
            return "signed_out"
        code = code_of(socket.emit(event, payload(self.stage), callback=True))
        socket.disconnect()
        return code

    def _note(self, name: str, visitor: Visitor, code: int | str, *, passed: bool) -> None:
        self.walk.passed[name, visitor.standing] = passed
        self.walk.codes[name, visitor.standing] = code


def _in_state(section: str, state: str) -> Iterator[Rule]:
    return (rule for rule in read_rules(section).values() if state in rule.kind.states)


def _may_not_know(kind: Kind, state: str, visitor: Visitor) -> bool:
    return kind.known is not None and visitor.standing not in kind.known[state]


def _difference(told: tuple[int, str, str], of_nothing: tuple[int, str, str]) -> str:
    pairs = [
        (one, other)
        for there, nowhere in zip(told, of_nothing, strict=True)
        for one, other in zip(str(there).splitlines(), str(nowhere).splitlines(), strict=False)
        if one != other
    ]
    one, other = next(iter(pairs), ("", "something more"))
    return f"    {one.strip()[:160]}\n    of nothing: {other.strip()[:160]}"


def walked(app: Flask, postgresql: Engine, state: str) -> Walk:
    walk = Walk(state)
    with clock.at(NOON), rolled_back(postgresql) as connection, _noting_failures(walk), _unhurried():
        app.extensions.pop("is_demonstration", None)
        stage = set_stage()
        put_things(stage, state)
        Walker(app, connection, stage, walk).go()
    app.extensions.pop("is_demonstration", None)
    return walk


@contextmanager
def _unhurried() -> Iterator[None]:
    """Nobody is too fast: a refusal for that would be a refusal of nothing else."""
    with pytest.MonkeyPatch.context() as replaced:
        replaced.setattr(pace, "tries", Allowances(100_000, a_second=0))
        replaced.setattr(feeds, "fetches", Allowances(100_000, a_second=0))
        yield


@contextmanager
def _noting_failures(walk: Walk) -> Iterator[None]:
    """What fails where nobody waits for it, such as a push, is only logged."""

    class Noting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            walk.failures.append(record.getMessage())

    noting = Noting(logging.ERROR)
    logging.getLogger("cop").addHandler(noting)
    yield
    logging.getLogger("cop").removeHandler(noting)
