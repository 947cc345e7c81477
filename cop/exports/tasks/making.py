"""Making a copy: one archive, written to a file without a name as it is read, and kept once it is whole.

Should the process end, that file is gone with it, and nothing is kept of what it had.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO

from cop import clock, jobs, policy, storage
from cop.errors import NotFound
from cop.exports import commands, queries
from cop.exports.queries import Section
from cop.exports.queries.quotes import Row
from cop.exports.tasks import data, page
from cop.files import clean_name
from cop.models.whose import Whose
from cop.offload import give_way
from cop.policy import Actor

CHUNK = 1 << 20


@dataclass
class Copy:
    """What a copy is made of: of whom, as they stand now, and where in it each of their files is, by its id."""

    actor: Actor
    whose: Whose
    turn: int
    steps: int
    done: int = 0
    files: dict[int, str] = field(default_factory=dict)

    def rows(self, section: Section) -> Iterator[Row]:
        """The rows of a section, each file among them with where it is in the archive."""
        self.step()
        for row in queries.rows(section, self.actor, self.whose):
            give_way()
            yield row | {"file": self.files.get(row["id"])} if section.table == "attachment" else row

    def step(self) -> None:
        """State how far it has come. Conflict where it is nobody's to make any more."""
        commands.note_progress(
            person_id=self.whose.id, turn=self.turn, done=min(self.done, self.steps), steps=self.steps
        )
        self.done += 1


def make(person_id: int, turn: int) -> None:
    """Make the copy in this turn and keep it. Raises Conflict, Full, Unreachable."""
    whose = queries.whose(person_id)
    steps = 2 * len(queries.sections()) + queries.count_files(whose)
    copy = Copy(policy.load_actor(person_id), whose, turn, steps)
    room = jobs.settings().uploads
    with storage.told_as_full():
        room.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=room) as file:
            _write(file, copy)
            size = file.tell()
            file.seek(0)
            _keep(file, copy, size)


def _keep(file: IO[bytes], copy: Copy, size: int) -> None:
    """The bytes first and then the row: no row ever speaks of bytes that are not there (F19)."""
    stored = storage.fresh_name()
    try:
        storage.store().put(stored, file)  # type: ignore[arg-type]  # it is a BinaryIO
        commands.keep_export(person_id=copy.whose.id, turn=copy.turn, stored=stored, size=size)
    except BaseException:
        storage.drop(stored)
        raise


def _write(file: IO[bytes], copy: Copy) -> None:
    """The files first: the other two lead to those that are there."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in queries.files(copy.whose):
            copy.step()
            _add_file(archive, each, copy)
        for name, written in (("data.json", data.written), ("index.html", page.written)):
            with archive.open(_entry(name), "w", force_zip64=True) as entry, _as_text(entry) as text:
                for words in written(copy.rows):
                    text.write(words)
    file.seek(0, 2)


def _as_text(entry: IO[bytes]) -> TextIOWrapper:
    return TextIOWrapper(entry, "utf-8", newline="\n")


def _add_file(archive: zipfile.ZipFile, file: queries.File, copy: Copy) -> None:
    try:
        source = storage.store().open(file.stored)
    except NotFound:
        return
    path = f"files/{file.id}-{clean_name(file.name)}"  # no two the same; each opens by its ending
    with source, archive.open(_entry(path, zipfile.ZIP_STORED), "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK):
            target.write(chunk)
            give_way()
    copy.files[file.id] = path


def _entry(name: str, how: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, clock.now().astimezone(clock.LONDON).timetuple()[:6])
    entry.compress_type, entry.external_attr = how, 0o600 << 16
    return entry
