"""The sockets of the chat's tests, for those who attack; the stage with one of everything on it; and the application
under other settings than theirs.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.engine import Connection, Engine

from cop import create_app, db, jobs, live
from cop.config import Settings
from cop.models import sign_ins
from cop.web import pages
from tests.authz.stage import Stage
from tests.chat.conftest import say, socket_for
from tests.databases import rolled_back
from tests.security import walking

__all__ = ["say", "socket_for"]


@pytest.fixture
def stage(app: Flask, postgresql: Engine) -> Iterator[tuple[Stage, Connection]]:
    with rolled_back(postgresql) as connection:
        app.extensions.pop("is_demonstration", None)
        yield walking.furnished(), connection
    app.extensions.pop("is_demonstration", None)


@pytest.fixture
def served_with(
    app: Flask, world: object, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Flask]]:
    """`served_with(proxies=1)`: the application under these settings; what it put in place for the process is taken
    back afterwards.
    """

    def made(**changed: object) -> Flask:
        kept = db.session.get_bind()
        for module, names in (
            (pages, ["_app"]),
            (live.hub, ["_server", "_arrivals", "_bus"]),
            (jobs, ["_huey", "_settings"]),
        ):
            for name in names:
                monkeypatch.setattr(module, name, getattr(module, name))
        monkeypatch.setattr(jobs, "_tasks", dict(jobs._tasks))
        another = create_app(replace(settings, **changed), async_mode="threading")
        db.bind(kept)
        return another

    yield made
    sign_ins.demand()
