"""Ids in one address must agree: a thing of another space is not found below this one, whoever asks (S7).

Here somebody asks who moderates both spaces, and who passes every such door with ids that agree: they are refused for
nothing else than that these do not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from flask import Flask
from sqlalchemy.engine import Connection, Engine

from cop import db
from cop.models import Effect, ListedWord, Person, Space, Tag
from tests.attachments import put_file
from tests.authz.declared import read_rules
from tests.authz.knocks import Addresses, Visitor, has_passed
from tests.authz.stage import Stage, set_stage, undone
from tests.authz.things import Ids, put_things
from tests.databases import rolled_back

pytestmark = pytest.mark.walk

OF_NOBODY = {"word", "filename", "page", "number", "duty", "question", "piece_kind"}
"""Variables that name no thing of a space: one of a few words, a file of the site itself, a version of a statement."""

UPLOADING = {"Upload_Offset": "0", "Upload_Length": "100000", "Upload_Name": "plan.txt"}


@dataclass
class Both:
    """The same things in either space: ids by the names of the variables of addresses."""

    connection: Connection
    addresses: Addresses
    stage: Stage
    asker: Visitor
    spaces: dict[str, Ids]

    def status(self, door: str, ids: Ids) -> tuple[int, bool]:
        """What is answered, and whether the asker has passed."""
        method, _, address = door.partition(" ")
        path = self.addresses.path(address, self.stage, "mover", **ids)
        with undone(self.connection):
            response = self.asker.knock(method, path, **UPLOADING)
        return response.status_code, has_passed(response, path)


@pytest.fixture
def both(app: Flask, postgresql: Engine) -> Iterator[Both]:
    with rolled_back(postgresql) as connection:
        app.extensions.pop("is_demonstration", None)
        stage = set_stage()
        put_things(stage)
        stage.people["mover"] = stage.mover
        spaces = {"A": _ids(stage, "cohort", "newcomer"), "B": _ids(stage, "another", "outsider")}
        yield Both(connection, Addresses(app), stage, Visitor.of(app, stage, "mover"), spaces)
    app.extensions.pop("is_demonstration", None)


@db.command
def _ids(stage: Stage, name: str, standing: str) -> Ids:
    space = db.get(Space, getattr(stage, name).id)
    file = put_file(db.get(Person, stage.mover.id), space, "plan.txt", b"A plan.")
    tag = Tag(space_id=space.id)
    tag.call(f"A tag of {name}")
    word = ListedWord(space_id=space.id, phrase=name, folded=name, effect=Effect.HOLD)
    db.session.add_all([tag, word])
    db.session.flush()
    ids = {"tag_id": tag.id, "word_id": word.id, "key": file.key}
    return {"slug": space.slug, "person_id": stage.people[standing].id, **ids}


def nested() -> dict[str, list[str]]:
    """Doors whose address names more than one thing, with the variables that do."""
    found = {door: _variables(door) for door in read_rules("doors")}
    return {door: names for door, names in found.items() if len(names) > 1}


def _variables(door: str) -> list[str]:
    pieces = [piece.strip("<>").rpartition(":")[2] for piece in door.split("/") if piece.startswith("<")]
    return [name for name in pieces if name not in OF_NOBODY]


def test_there_are_such_doors_and_all_that_they_name_is_known_here(both: Both) -> None:
    names = {name for names in nested().values() for name in names}
    assert {"slug", "person_id", "tag_id", "key"} <= names
    assert names <= set(both.spaces["A"])


@pytest.mark.parametrize("door", nested())
def test_ids_of_one_space_pass_and_those_of_two_are_not_found(both: Both, door: str) -> None:
    names = nested()[door]
    for spaces in product(both.spaces, repeat=len(names)):
        ids = {name: both.spaces[space][name] for name, space in zip(names, spaces, strict=True)}
        status, passed = both.status(door, ids)
        assert passed == (len(set(spaces)) == 1), (ids, status)
        assert passed or status == 404, (ids, status)
