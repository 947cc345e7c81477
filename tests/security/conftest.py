"""The sockets of the chat's tests, for those who attack; and the application under other settings than theirs."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from cop import create_app, db, jobs, live
from cop.config import Settings
from cop.web import pages
from tests.chat.conftest import say, socket_for

__all__ = ["say", "socket_for"]


@pytest.fixture
def served_with(
    app: Flask, world: object, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Flask]:
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

    return made
