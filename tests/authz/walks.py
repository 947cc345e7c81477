"""One walk for each state of things: everybody knocks at every door, and everything that came of it is kept."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy.engine import Connection, Engine
from werkzeug.test import TestResponse

from cop import clock
from cop.allowances import Allowances
from cop.feeds import views as feeds
from cop.forum.commands import pace
from tests.authz.declared import ACTORS, Kind, Rule, read_rules
from tests.authz.knocks import Addresses, Seen, Visitor, code_of, has_passed, payload, seen
from tests.authz.stage import set_stage, undone
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
    compared: int = 0
    failures: list[str] = field(default_factory=list)


@dataclass
class Nothing:
    """What everybody is told of what is nowhere, learnt once. What stands around it in a page is of the moment: it may
    count what is unread, and is learnt anew in each state, from one door for all of a section of the site.
    """

    inside: dict[tuple[str, str, str], Seen] = field(default_factory=dict)
    around: dict[tuple[str, str, int], str] = field(default_factory=dict)

    def known(self, path: str, method: str, standing: str) -> Seen | None:
        inside = self.inside.get((path, method, standing))
        around = inside and self.around.get((standing, _section(path), inside.status))
        return inside._replace(around=around) if inside and around is not None else None

    def learn(self, path: str, method: str, standing: str, seen: Seen) -> None:
        self.inside[path, method, standing] = seen
        self.around.setdefault((standing, _section(path), seen.status), seen.around)


class Walker:
    """Goes through the states of things with everybody, one after the other, each of which is taken back."""

    def __init__(self, app: Flask, connection: Connection) -> None:
        self.connection, self.stage = connection, set_stage()
        self.addresses, self.nothing = Addresses(app), Nothing()
        self.visitors = [Visitor.of(app, self.stage, actor) for actor in ACTORS]
        self.walk = Walk("")

    def go(self, state: str) -> Walk:
        self.walk = Walk(state)
        self.nothing.around.clear()
        with undone(self.connection), _noting_failures(self.walk):
            put_things(self.stage, state)
            self._walk()
        return self.walk

    def _walk(self) -> None:
        """Pages first: a form may take the bytes of a file with it, and what is no row is not given back."""
        for rule in sorted(_in_state("doors", self.walk.state), key=_method):
            for visitor in self.visitors:
                self._knock(rule, visitor)
        for visitor in self.visitors:
            self._ask(visitor)

    def _knock(self, rule: Rule, visitor: Visitor) -> None:
        method, _, address = rule.name.partition(" ")
        path = self.addresses.path(address, self.stage, visitor.standing)
        response = self._answer(method, path, visitor)
        self._note(rule.name, visitor, response.status_code, passed=has_passed(response, path))
        if _may_not_know(rule.kind, self.walk.state, visitor):
            for nowhere in self.addresses.to_nothing(address, self.stage, visitor.standing):
                self._compare(rule, visitor, seen(response, path), nowhere)

    def _answer(self, method: str, path: str, visitor: Visitor) -> TestResponse:
        with undone(self.connection):
            return visitor.knock(method, path)

    def _compare(self, rule: Rule, visitor: Visitor, told: Seen, nowhere: str) -> None:
        method = _method(rule)
        of_nothing = self.nothing.known(nowhere, method, visitor.standing)
        if of_nothing is None:
            of_nothing = seen(self._answer(method, nowhere, visitor), nowhere)
            self.nothing.learn(nowhere, method, visitor.standing, of_nothing)
        self.walk.compared += 1
        if told != of_nothing:
            self.walk.gave_away.append(f"{rule.name}: {visitor.standing}\n{_difference(told, of_nothing)}")

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


def _method(rule: Rule) -> str:
    return rule.name.partition(" ")[0]


def _may_not_know(kind: Kind, state: str, visitor: Visitor) -> bool:
    return kind.known is not None and visitor.standing not in kind.known[state]


def _section(path: str) -> str:
    return path.split("/")[1]


def _difference(told: Seen, of_nothing: Seen) -> str:
    pairs = zip(
        "\n".join(map(str, told)).splitlines(), "\n".join(map(str, of_nothing)).splitlines(), strict=False
    )
    one, other = next((pair for pair in pairs if pair[0] != pair[1]), ("", "something more"))
    return f"    {one.strip()[:160]}\n    of nothing: {other.strip()[:160]}"


@contextmanager
def walking(app: Flask, postgresql: Engine) -> Iterator[Walker]:
    with clock.at(NOON), rolled_back(postgresql) as connection, _unhurried():
        app.extensions.pop("is_demonstration", None)
        yield Walker(app, connection)
    app.extensions.pop("is_demonstration", None)


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
