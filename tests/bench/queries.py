"""Statements that a page and a message cost, counted in this process; and the size of the page."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient

from cop import db, live
from tests.bench import prose
from tests.bench.data import Reader, Site
from tests.people import key

TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


def of_page(site: Site, path: str) -> tuple[int, int]:
    """Queries and bytes of `path` for the first reader, who has read it before."""
    client = _browser(site, site.readers[0])
    for _ in range(2):
        with counted() as statements:
            page = client.get(path, buffered=True)
    if page.status_code != 200:
        raise RuntimeError(f"{path} answers {page.status_code}")
    return len(statements), len(page.data)


def of_message(site: Site) -> int:
    """Queries of `message:send`, from the packet's arrival to the last push, with the list of readers just read."""
    speaker = socket(site, site.readers[0])
    for number in range(2):
        with counted() as statements:
            said = {"space": site.space, "key": key(), "text": prose.line(number)}
            ack = speaker.emit("message:send", said, callback=True)
        if not (ack and ack["ok"]):
            raise RuntimeError(f"the message was refused: {ack}")
    return len(statements)


def _browser(site: Site, reader: Reader) -> FlaskClient:
    client = site.app.test_client()
    client.set_cookie(*reader.cookie.split("=", 1))
    return client


def socket(site: Site, reader: Reader) -> SocketIOTestClient:
    return live.server().test_client(
        site.app, flask_test_client=_browser(site, reader), auth={"csrf": reader.csrf}
    )


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []
    engine = db.session.get_bind()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(TRANSACTION):
            statements.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
