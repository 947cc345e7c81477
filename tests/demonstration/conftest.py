"""The demonstration, built through its own code once for a run; each process reads a copy."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy.engine import Engine

from cop import db, reactions, storage
from cop.accounts.commands import passwords
from cop.config import Settings
from cop.demonstration import build, story

DATABASE = "demonstration.sqlite"


@pytest.fixture(scope="session")
def told(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which it was built: whoever comes first builds it, everybody else waits for it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "told"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "said").exists():
            _build(folder, settings)
    return folder


def _build(folder: Path, settings: Settings) -> None:
    said: list[str] = []
    engine = db.connect(f"sqlite:///{folder / DATABASE}")
    mine = replace(settings, uploads=folder / "var" / "uploads")
    with (
        pytest.MonkeyPatch.context() as quickly
    ):  # 220 people arrive, each with a password that nobody will use
        quickly.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        build.build(engine, mine, as_of=story.AS_OF, fictional=False, tell=said.append)
    db.session.remove()
    engine.dispose()
    (folder / "said").write_text("\n".join(said), encoding="utf-8")


@pytest.fixture(scope="module")
def built(told: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("demonstration")
    shutil.copytree(told, folder, dirs_exist_ok=True)
    storage.connect(replace(settings, uploads=folder / "var" / "uploads"))
    engine = db.connect(f"sqlite:///{folder / DATABASE}")
    db.react(
        within=reactions.WITH, after=reactions.AFTER
    )  # the story is told without pushes; other tests want them
    yield engine
    db.session.remove()
    engine.dispose()
    storage.connect(settings)


@pytest.fixture
def _bound(built: Engine) -> None:
    db.bind(built)
