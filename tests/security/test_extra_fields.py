"""Whatever else somebody sends with a form, or in the payload of an event, changes nothing (S20, S9).

Each form of the site is sent twice, by somebody who may: as a page sends it, and with every column of every table
beside what people fill in. The rows afterwards must be the same.
"""

from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy.engine import Connection

from cop import db, live
from cop.accounts.commands import passwords
from tests import people
from tests.authz.declared import read_rules
from tests.authz.knocks import Addresses, payload
from tests.authz.stage import Stage, browser, undone
from tests.security import walking
from tests.security.filling import FORM, NOBODY_PASSES, QUERIES, SEND_ALL, asked_for, sent_by

pytestmark = [pytest.mark.walk, pytest.mark.timeout(600)]

FILLED_IN = {
    "about", "address", "ambition", "answer", "band", "baseline", "baseline_on", "basis", "begins",
    "called", "category", "change", "channel", "closes_on", "code", "cohort", "component", "cost", "criteria",
    "day", "days", "delay_days", "delay_reason", "document", "domain", "due_on", "eligibility", "elsewhere",
    "email", "ended_on", "ends", "first_on", "ground", "hide_after", "invited", "is_first", "is_listed",
    "is_material", "is_open", "is_strict", "joining", "key", "kind", "last_day", "last_on", "leadership",
    "least_band", "level", "may_quote", "members_summarise", "mode", "name", "number", "objectives", "organisation",
    "parent", "partner", "places",
    "policy", "position", "posts", "professional_role", "purpose", "question", "quorum", "rationale",
    "readers", "reason", "recognition", "reference", "region", "regions", "remind_on", "report", "review_on",
    "role", "room_state", "said", "scope", "shares_about", "shares_email", "shows_revisions", "splits_pairs",
    "stage", "stakeholders", "stance", "starts_at", "statement", "status", "summary", "target", "target_on",
    "template", "text", "theme", "time_protected", "title", "town", "unit", "value", "venue", "version",
    "way", "who", "workshop_id",
    "applied", "evidence", "happened_on", "immediate", "potential", "realised", "transformative",
}  # fmt: skip
"""Columns that are called as a field of some form. Each form has tests of its own for those."""

LISTED = {column.name for name in ("wave", "wave_row") for column in db.Base.metadata.tables[name].columns}

ALL_THAT_IS_TRUE = ("true", "1", "yes", "on", "[]")
"""What a careless reading of a field takes for yes."""

TABLES = [table for table in db.Base.metadata.sorted_tables if not table.name.startswith("search_")]
DIFFERS = {"token_hash", "stored", "seal", "subject_id", "last_post_id"}
"""Columns that are drawn anew each time, and ids that no constraint says of which table they are."""

Rows = dict[str, list[str]]


def forged(stage: Stage, yes: str) -> dict[str, object]:
    """Every column that no form asks for, with a value that would be worth forging."""
    columns = {column.name: column for table in TABLES for column in table.columns}
    assert columns.keys() >= FILLED_IN
    worth = {name: _worth(stage, columns[name], yes) for name in columns.keys() - FILLED_IN}
    actor = stage.people["moderator"].id
    return worth | {
        "actor_id": actor,
        "author": actor,
        "user_id": actor,
        "is_staff": yes,
        "is_moderator": yes,
    }


def _worth(stage: Stage, column: sa.Column[Any], yes: str) -> object:
    if column.foreign_keys:
        (key,) = column.foreign_keys
        known = {
            "person": stage.people["moderator"].id,
            "space": stage.another.id,
            "topic": stage.ids["topic_id"],
        }
        return known.get(key.column.table.name, 1)
    if isinstance(column.type, sa.Enum):
        return {"state": "released", "kind": "network"}.get(column.name, column.type.enums[-1])
    if column.name.endswith("_at"):
        return "2001-01-01T00:00:00+00:00"
    return {"id": 1, "html": "<b>forged</b>"}.get(column.name, yes)


READ = [
    (table, sa.select(*(column for column in table.columns if column.name not in DIFFERS)))
    for table in TABLES
]
"""All that is looked at in each table."""


def _named(table: sa.Table) -> list[str]:
    """For each of those columns whose id it is; of one that is no id, nothing."""
    return [
        next(
            (key.column.table.name for key in column.foreign_keys), table.name if column.name == "id" else ""
        )
        for column in table.columns
        if column.name not in DIFFERS
    ]


OF = {table.name: _named(table) for table in TABLES}


def rows(connection: Connection, known: dict[str, set[int]]) -> Rows:
    """All rows of all tables; ids that were not `known` before are called new."""
    return {
        table.name: sorted(str(_row(table, row, known)) for row in connection.execute(query))
        for table, query in READ
    }


def _row(table: sa.Table, row: sa.Row[Any], known: dict[str, set[int]]) -> list[object]:
    return [
        "new" if of and value is not None and value not in known.get(of, ()) else value
        for of, value in zip(OF[table.name], row, strict=True)
    ]


def ids(connection: Connection) -> dict[str, set[int]]:
    counted = [table for table in TABLES if "id" in table.columns]
    return {table.name: set(connection.execute(sa.select(table.c.id)).scalars()) for table in counted}


class Sender:
    """Sends one form after another as somebody; each is taken back before the next."""

    def __init__(self, app: Flask, stage: Stage, connection: Connection) -> None:
        self.app, self.stage, self.connection = app, stage, connection
        self.addresses, self.known = Addresses(app), ids(connection)

    def left(self, door: str, standing: str, more: dict[str, object]) -> tuple[int, Rows]:
        path = self.addresses.path(door.partition(" ")[2], self.stage, standing)
        form = walking.filled() | FORM | asked_for(self.stage).get(door, {})
        with undone(self.connection):
            client = browser(self.app, self.stage, standing)
            answer = people.post(client, path + QUERIES.get(door, ""), _fitting(more, form) | form)
            return answer.status_code, rows(self.connection, self.known)

    def answered(self, event: str, standing: str, payload: dict[str, object]) -> tuple[object, Rows]:
        with undone(self.connection):
            client = browser(self.app, self.stage, standing)
            auth, origin = {"csrf": people.csrf_token(client)}, {"Origin": "http://localhost"}
            socket = live.server().test_client(self.app, flask_test_client=client, auth=auth, headers=origin)
            ack = socket.emit(event, payload, callback=True)
            socket.disconnect()
            return ack.get("error") or sorted(ack), rows(self.connection, self.known)


def _fitting(more: dict[str, object], form: dict[str, object]) -> dict[str, object]:
    """A form with a file has no room for the columns of all tables: those of the lists of people then, which are made
    of one.
    """
    if "file" not in form:
        return more
    return {name: value for name, value in more.items() if name in LISTED}


def difference(one: Rows, other: Rows) -> dict[str, list[str]]:
    """The rows that stand in one alone."""
    found = {name: sorted(set(one[name]) ^ set(other[name])) for name in one}
    return {name: different for name, different in found.items() if different}


@pytest.fixture(autouse=True)
def _salted_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same password is kept as the same, so that another would be seen."""

    class Salted(PasswordHasher):
        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            return super().hash(password, salt=salt or b"0" * 16)

    monkeypatch.setattr(passwords, "_hasher", Salted(time_cost=1, memory_cost=8, parallelism=1))


def test_every_form_is_sent_by_somebody_who_may() -> None:
    sent = {
        door: standing for some in ((), *((each,) for each in SEND_ALL)) for door, standing in sent_by(*some)
    }
    assert all(standing in walking.who(door) for door, standing in sent.items())
    assert sent.keys() ^ set(walking.doors(method="POST")) == NOBODY_PASSES.keys()
    assert not any(walking.who(door) for door in NOBODY_PASSES)


@pytest.mark.parametrize(
    ("standings", "yeses"), [(("moderator",), ALL_THAT_IS_TRUE), (("member",), ("on",)), ((), ("1",))]
)
def test_no_form_takes_more_than_it_asks_for(
    app: Flask, stage: tuple[Stage, Connection], standings: tuple[str, ...], yeses: tuple[str, ...]
) -> None:
    set_up, connection = stage
    sender, extras = Sender(app, set_up, connection), {yes: forged(set_up, yes) for yes in yeses}
    worth = {"is_pinned", "author_id", "state", "released_at", "falls_to", "seq", "password_hash"}
    assert all(worth <= extra.keys() for extra in extras.values())
    assert asked_for(set_up).keys() | QUERIES.keys() <= set(walking.doors(method="POST"))
    before, changed, walked = rows(connection, sender.known), 0, 0
    for door, standing in sent_by(*standings):
        status, plainly = sender.left(door, standing, {})
        for yes, extra in extras.items():
            again, with_more = sender.left(door, standing, extra)
            assert (door, yes, difference(plainly, with_more)) == (door, yes, {})
            assert (door, yes, again) == (door, yes, status)
        changed += bool(difference(before, plainly).keys() - {"sign_in"})
        walked += 1
    assert changed > 0.4 * walked, "control: many of them do something"


@pytest.mark.parametrize("standing", ["outsider", "suspended", "newcomer"])
def test_no_event_believes_who_its_payload_says_it_is_from(
    app: Flask, stage: tuple[Stage, Connection], standing: str
) -> None:
    """A socket is its sign-in's, whoever is named in what comes over it (S9)."""
    set_up, connection = stage
    sender, extra = Sender(app, set_up, connection), forged(set_up, "true")
    taken = 0
    for event in read_rules("events"):
        given = payload(set_up)
        db.session.remove()
        told, plainly = sender.answered(event, standing, given)
        again, with_more = sender.answered(event, standing, extra | {"sid": "x", "to": "person:1"} | given)
        assert (event, difference(plainly, with_more)) == (event, {})
        assert (event, again) == (event, told)
        taken += isinstance(told, list)
    assert (taken > 5) == (standing == "newcomer"), "control: what is refused is answered with no list"
