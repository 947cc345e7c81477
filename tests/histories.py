"""Histories that Hypothesis makes up, lived through one after another, each on a day and in a database of its own."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, Protocol

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from sqlalchemy.engine import Engine

from cop import clock, db
from cop.errors import CopError
from tests.conftest import NOON
from tests.databases import rolled_back

LIMITS = settings(
    deadline=None,
    derandomize="CI" in os.environ,
    print_blob=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

History = Sequence[tuple[str, int, int]]
"""Verbs, each with who does it and to which."""

_days = count()
"""What the process remembers of another history is old by then."""


class Story(Protocol):
    """What a history happens to; `told` is what has happened so far, in words."""

    told: list[str]

    def go_on(self, verb: str, who: int, which: int) -> None: ...

    def end(self) -> None: ...

    def close(self) -> None: ...


def live_through(begin: Callable[[], Story], history: History, *, pace: timedelta, end: timedelta) -> None:
    """Let `history` happen to a story that begins at noon, a step each `pace`, and compare all at the `end`."""
    noon = NOON + timedelta(days=next(_days))
    with clock.at(noon):
        story = begin()
    try:
        for step, (verb, who, which) in enumerate(history):
            with clock.at(noon + step * pace):
                story.go_on(verb, who, which)
        with clock.at(noon + end):
            story.end()
    except AssertionError as error:
        error.add_note("\n".join(story.told))
        raise
    finally:
        story.close()


class NothingThereError(CopError):
    """Nothing has happened yet that this could happen to."""


def nth(query: sa.Select[Any], which: int) -> Any:
    """Row `which` of those that `query` finds, counted on from the first after the last."""
    db.session.remove()
    found = list(db.session.scalars(query))
    if not found:
        raise NothingThereError("there is none")
    return found[which % len(found)]


@dataclass
class Faults:
    """What happens to what is on its way. `lost` and `doubled` are chances; whatever waits goes in any order."""

    random: Random
    lost: float = 0.15
    doubled: float = 0.15

    def copies(self) -> int:
        chance = self.random.random()
        return 0 if chance < self.lost else 2 if chance < self.lost + self.doubled else 1

    def often(self, chance: float) -> bool:
        return self.random.random() < chance

    def pick(self, waiting: list[Any]) -> Any:
        return waiting.pop(self.random.randrange(len(waiting)))


Fresh = Callable[[], AbstractContextManager[None]]
"""A database for one history: what is written in the block is gone after it."""


@pytest.fixture
def on_sqlite(sqlite: Path, tmp_path: Path) -> Iterator[Fresh]:
    shutil.copy(sqlite, tmp_path / "histories.sqlite")
    engine = db.connect(f"sqlite:///{tmp_path / 'histories.sqlite'}")
    yield lambda: rolled_back(engine)
    engine.dispose()


@pytest.fixture
def on_postgresql(postgresql: Engine) -> Fresh:
    return lambda: rolled_back(postgresql)
