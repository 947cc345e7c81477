"""What every fault test stands on: a PostgreSQL of its own, a record, pages that are noted down, and the checker."""

import contextlib
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from cop import db
from cop.models import Person
from tests.faults.checker import violations
from tests.faults.cluster import Cluster, in_a_short_folder
from tests.faults.final import final
from tests.faults.knowledge import Knowledge
from tests.faults.records import Payload, Record
from tests.faults.stage import Stage, embedded, fresh_room, scaled
from tests.faults.tab import Tab
from tests.leftovers import collected
from tests.live.conftest import Page, Server

PATIENCE_OF_A_TEST = 120
"""Seconds. Each takes less than sixty, where nothing else keeps the machine busy."""
OLDEST_PAGES = 40
"""So many pages of 50 lines are asked for at most to see a whole room."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.faults)
            item.add_marker(pytest.mark.timeout(PATIENCE_OF_A_TEST, func_only=True))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    cluster = in_a_short_folder()
    yield cluster
    cluster.close()


@pytest.fixture(scope="session")
def knowledge() -> Iterator[Knowledge]:
    knowledge = Knowledge()
    yield knowledge
    knowledge.close()


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory, app: Flask, cluster: Cluster) -> Iterator[Stage]:
    """PostgreSQL, Valkey, two processes; Ann, Bob and ten more."""
    folder = tmp_path_factory.mktemp("two")
    with scaled(folder, app, cluster, processes=2, others=10) as stage:
        started(stage)
        yield stage


@pytest.fixture(scope="session")
def one(tmp_path_factory: pytest.TempPathFactory, app: Flask) -> Iterator[Stage]:
    """One process on SQLite; Ann, Bob and eight more."""
    with embedded(tmp_path_factory.mktemp("one"), app, others=8) as stage:
        started(stage)
        yield stage


def started(stage: Stage) -> None:
    for each in stage.processes:
        each.start()
    for each in stage.processes:
        each.until_it_serves()


class Play:
    """One room with all of a stage's people in it, the pages of one test, and what they are noted in."""

    def __init__(self, stage: Stage, knowledge: Knowledge) -> None:
        db.bind(stage.engine)
        self.stage, self.knowledge, self.record = stage, knowledge, Record()
        self.room, self.tabs = fresh_room(stage.writers), list[Tab]()

    def tab(self, person: Person, server: Server | None = None, **given: Any) -> Tab:
        """A page of the room that lives until the test has ended, on the first process unless another is named."""
        server = server or self.stage.server()
        given = {"origin": self.stage.public_url, "space": self.room.slug} | given
        tab = Tab(server, person, self.record, self.knowledge, **given)
        self.tabs.append(tab)
        return tab.start()

    def everybody_is_current(self, within: float = 20.0) -> None:
        """All is healed: wait until each page knows all that happened. Who does not in time is left to the checker."""
        self.record.healed_at = time.monotonic()
        for tab in self.tabs:
            tab.reading.current_at = None
        deadline, waiting = time.monotonic() + within, list(self.tabs)
        while waiting and time.monotonic() < deadline:
            pulse = final(self.room.slug).pulse
            waiting = [tab for tab in waiting if not tab.reading.closed and not tab.is_current(pulse)]
            time.sleep(0.1)

    def check(self) -> None:
        """Ask what fresh pages show, and hold everything against I1 to I8."""
        self._close_tabs()
        still_here = {tab.person.id: tab.person for tab in self.tabs if not tab.reading.closed}
        fresh = {number: self.whole_room(person) for number, person in still_here.items()}
        for tab in self.tabs:
            tab.reading.fresh = fresh.get(tab.person.id, [])
        assert violations(self.record, final(self.room.slug)) == []

    def whole_room(self, person: Person | None) -> list[Payload]:
        """All lines that a page which is opened now can show."""
        page = Page(self.stage.server(-1), person, "websocket")
        with contextlib.closing(page):
            page.connect(origin=self.stage.public_url)
            lines: list[Payload] = page.ask("room:open", space=self.room.slug)["messages"]
            for _ in range(OLDEST_PAGES):
                if not lines or lines[0]["seq"] == 1:
                    break
                older = page.ask("room:older", space=self.room.slug, before=lines[0]["seq"])
                lines = older["messages"] + lines
        return lines

    def close(self) -> None:
        """End every page, and whatever a broken network still holds of their connections."""
        self._close_tabs()
        self.stage.close_lines()
        for tab in self.tabs:
            tab.let_go()

    def _close_tabs(self) -> None:
        for tab in self.tabs:
            tab.end()
        for tab in self.tabs:
            tab.close()


@pytest.fixture
def play(knowledge: Knowledge) -> Iterator[Callable[[Stage], Play]]:
    """`play(stage)` opens the record of this test."""
    begun: list[Play] = []

    def begin(stage: Stage) -> Play:
        begun.append(Play(stage, knowledge))
        return begun[-1]

    with collected():
        yield begin
        for each in begun:
            each.close()
        begun.clear()


def several(works: list[Callable[[], object]], chance: random.Random) -> None:
    """Do all of these at once, in an order by chance, and wait for each."""
    chance.shuffle(works)
    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(work) for work in works]:
            done.result()
