"""The demonstration on a clock that a test moves: what takes people an hour and a half is over in a minute."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.server import PATIENCE, Site, copied, environment_of
from tests.faults.processes import Process

SEEN_NOW = """
    UPDATE meeting_stay SET seen_at = strftime('%Y-%m-%d %H:%M:%f000', 'now', ? || ' seconds')
    WHERE ended_at IS NULL AND person_id NOT IN (SELECT id FROM person WHERE name = ?)
"""


@dataclass
class Later:
    """A site, and by how many seconds its clock is ahead."""

    site: Site
    process: Process
    seconds: float = 0

    def let_pass(self, minutes: float, *, without: str = "") -> None:
        """So many minutes, in which all who are at a meeting sat before its page, but for the one who is called so."""
        self.seconds += minutes * 60
        file = self.site.folder / "demonstration.sqlite"
        with closing(sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)) as rows:
            rows.execute("BEGIN IMMEDIATE")  # nobody acts in between, and finds all the others gone
            rows.execute(SEEN_NOW, (str(self.seconds), without))
            self.process.shift(self.seconds)
            rows.execute("COMMIT")


@contextmanager
def served_later(built: Path, folder: Path) -> Iterator[Later]:
    """A copy of the demonstration `built`, served from `folder` until the block ends."""
    guests = copied(built, folder)
    process = Process(folder / "process", environment_of(folder) | {"COP_LOG_LEVEL": "WARNING"})
    process.environment["COP_PUBLIC_URL"] = process.url
    (folder / "log").symlink_to(process.log)
    process.start()
    try:
        process.until_it_serves()
        yield Later(Site(process.url, folder, guests), process)
    finally:
        process.end()
