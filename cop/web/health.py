"""Whether the process is up, and whether it can serve: for a proxy, without sign-in and without detail."""

import logging

import sqlalchemy as sa
from flask import Flask

from cop.db import session

log = logging.getLogger("cop.web")


def start(app: Flask) -> None:
    """Answer `/healthz` and `/readyz`."""
    app.add_url_rule("/healthz", "healthz", _up)
    app.add_url_rule("/readyz", "readyz", _ready)


def _up() -> tuple[str, int]:
    return "up\n", 200


def _ready() -> tuple[str, int]:
    """The database answers. Valkey is not asked: its loss must not take every process out of the proxy."""
    try:
        session.execute(sa.select(1))
    except sa.exc.SQLAlchemyError:
        log.error("the database does not answer")  # noqa: TRY400 - the trace would say nothing more
        session.rollback()
        return "not ready\n", 503
    return "ready\n", 200
