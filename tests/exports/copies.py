"""Copies for tests: asked for, made and opened; and rows in every table with a word of its own in each text."""

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from cop import db, jobs, storage
from cop.exports import commands
from cop.models import (
    Basis,
    Decision,
    Export,
    Membership,
    Person,
    ReviewKind,
    RoleName,
    State,
    TopicState,
    Verdict,
)
from cop.models.registry import TABLES, Holds, classed
from tests.conftest import NOON


@dataclass
class Copy:
    """What is in an archive."""

    names: list[str]
    page: str
    data: dict[str, Any]
    files: dict[str, bytes]

    def rows(self, section: str) -> list[dict[str, Any]]:
        return self.data["sections"][section]["rows"]

    @property
    def all(self) -> str:
        files = "".join(content.decode(errors="replace") for content in self.files.values())
        return self.page + json.dumps(self.data, ensure_ascii=False) + files + "".join(self.names)


def copy_of(person: Person) -> Copy:
    """Ask for it, let it be made, open it."""
    commands.ask_for_export(actor_id=person.id)
    jobs.run_waiting()
    export = again(person)
    assert export is not None
    assert export.is_ready(), "it was made"
    with storage.store().open(export.stored or "") as file:
        return opened(file.read())


def opened(content: bytes) -> Copy:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    page, data = files.pop("index.html").decode(), json.loads(files.pop("data.json"))
    return Copy([*files, "index.html", "data.json"], page, data, files)


def put_export(person: Person, content: bytes) -> Export:
    """A copy that is ready, whatever is in it; in the running command."""
    stored = storage.fresh_name()
    storage.store().put(stored, io.BytesIO(content))
    export = db.session.merge(Export(person_id=person.id, turn=1, tries=1, done=0, steps=0))
    export.keep(stored, size=len(content))
    db.session.flush()
    return export


def again(person: Person) -> Export | None:
    """Where their copy stands now."""
    db.session.rollback()
    return db.session.get(Export, person.id, populate_existing=True)


AS_IT_MUST_BE: dict[str, dict[str, object]] = {
    "post": {"state": State.RELEASED, "released_at": None, "position": None, "is_opening": True}
    | dict.fromkeys(("named", "marked", "quoted", "lost"), ""),
    "message": {"state": State.RELEASED, "seq": None, "changed": None, "named": ""},
    "review": {"kind": ReviewKind.APPEAL}
    | dict.fromkeys(("post_id", "message_id", "profile_id", "application_id", "request_id")),
    "decision": {"verdict": Verdict.DECLINE},
    "role": {"name": RoleName.OBSERVER},
    "application": {"confirmed_at": NOON},
    "export": {"made_at": NOON},
    "gathering": {"topic_id": None},
    "task": {"due_on": NOON.date()},
    "topic": {"state": TopicState.OPEN},
    "feed": {"topic_id": None},
    "forum_draft": {"topic_id": None, "post_id": None},
    "succession": {"appointment_id": None},
    "inspection": {"basis": Basis.LEGAL, "report_id": None, "refused_at": None},
    "search_entry": {"id": 1},
    "meeting_bid": {"urgency": 1},
    "meeting_score": {"score": 3},
}
"""What a row needs so that its table takes it, and it is told."""

AT_LAST = "review report finding letter"
"""Of these the others come first: an appeal is against a decision."""

BY_ANOTHER = ("decision.actor_id", "inspection.decider_id")
"""Whose a row is too, and they are not who it is about."""

LED_TO = ("programme", "pair", "topic", "statement_version", "ground_rules")
"""They are nobody's, and rows of people lead to them."""

SUBJECTS = {"review": {"appealed_id": "decision"}}


@db.command
def plant(owner: Person, other: Person, place: dict[str, int]) -> dict[str, str]:
    """A row of `owner` in each table that has some, every personal text of it a word of its own: column -> word.
    `place` says where it all stands: table -> id.
    """
    membership = Membership.of(owner.id, place["space"])
    assert membership is not None
    made: dict[str, object] = place | {"membership": membership.id}
    words: dict[str, str] = {}
    for table in sorted(db.Base.metadata.sorted_tables, key=lambda each: AT_LAST.find(each.name)):
        if table.name in ("person", "search_entry") or table.name in {*place, "membership"}:
            continue
        if TABLES[table.name].whose or table.name in (
            "programme",
            "pair",
            "topic",
            "statement_version",
            "inquiry",
            "inquiry_question",
            "inquiry_theme",
            "intention",
            "ground_rules",
            "meeting",
            "task",
            "gathering",
            "topic",
            "statement_version",
        ):
            row = _row(table, owner, other, made) | _words(table, owner, words)
            made[table.name] = _put(table, row)
    person = _words(db.Base.metadata.tables["person"], owner, words)
    db.session.execute(sa.update(Person).where(Person.id == owner.id).values(person | {"email": owner.email}))
    return words


def _words(table: sa.Table, owner: Person, words: dict[str, str]) -> dict[str, str]:
    found = {}
    by_address = [way[1:] for way in TABLES[table.name].whose if way.startswith("@")]
    for name, held in classed(table).items():
        if held is Holds.PERSONAL and isinstance(table.c[name].type, sa.Text):
            word = f"canary{owner.name.lower()}{table.name.replace('_', '')}{name.replace('_', '')}zz"
            found[name] = owner.email if name in by_address else word
            if name not in by_address and f"{table.name}.{name}" != "person.email":
                words[f"{table.name}.{name}"] = word
    return found


def _row(table: sa.Table, owner: Person, other: Person, made: dict[str, object]) -> dict[str, object]:
    row = {each.name: _any(each, owner, other, made) for each in table.c if _is_asked(each, made)}
    row |= {name: made[of] for name, of in SUBJECTS.get(table.name, {}).items()}
    return row | AS_IT_MUST_BE.get(table.name, {})


def _is_asked(column: sa.Column[Any], made: dict[str, object]) -> bool:
    leads = next(iter(column.foreign_keys), None)
    if leads is not None:
        return not column.nullable or leads.column.table.name in made or leads.column.table.name == "person"
    return column.name != "id" and not column.nullable


def _any(column: sa.Column[Any], owner: Person, other: Person, made: dict[str, object]) -> object:
    if column.foreign_keys:
        leads = next(iter(column.foreign_keys)).column.table.name
        return _person(column, owner, other) if leads == "person" else made.get(leads)
    if isinstance(column.type, sa.Enum):
        return next(iter(column.type.enum_class))  # type: ignore[call-overload]
    for kind, value in (
        (sa.Boolean, False),
        (db.UtcDateTime, NOON),
        (sa.Date, NOON.date()),
        (sa.Text, f"{owner.id:032x}"),
        (sa.LargeBinary, b"%d" % owner.id),
    ):
        if isinstance(column.type, kind):
            return value
    return owner.id


def _person(column: sa.Column[Any], owner: Person, other: Person) -> int:
    """The owner by each way to whose a row is; but what was decided about them was decided by somebody else."""
    is_theirs = column.name in TABLES[column.table.name].whose
    return other.id if not is_theirs or str(column) in BY_ANOTHER else owner.id


def _put(table: sa.Table, row: dict[str, object]) -> object:
    if "id" in table.c and table.c.id.autoincrement is False:
        row |= {"id": row.get("person_id") or row["publisher_id"]}
    return db.session.execute(sa.insert(table).values(row)).inserted_primary_key[0]


@db.command
def decide(actor: Person, verdict: Verdict, reason: str, **about: int | None) -> Decision:
    return Decision.log(verdict, **{"space_id": None, **about}, actor_id=actor.id, reason=reason)
