"""Every column there is was classed, and no line of the registry is about one that is gone."""

import pytest
import sqlalchemy as sa

from cop import db, words
from cop.exports.queries import NOT_COPIED, sections
from cop.models import Person, Way, registry
from cop.models.registry import TABLES, Holds, Table, classed, columns_that_hold
from cop.models.whose import Whose, belongs
from tests import people
from tests.exports.copies import BY_ANOTHER, plant

TABLES_THERE_ARE = db.Base.metadata.tables


def named(table: Table) -> list[str]:
    return [name for held in Holds for name in getattr(table, held).split()]


def test_every_column_is_classed():
    unclassed = [
        f"{table.name}.{name}"
        for table in TABLES_THERE_ARE.values()
        for name, held in classed(table).items()
        if held is None
    ]
    assert unclassed == []
    assert len(list(columns_that_hold(Holds.PERSONAL))) > 150, "control: there are some"


def test_no_line_is_about_what_is_gone():
    assert sorted(TABLES) == sorted(TABLES_THERE_ARE)
    for name, table in TABLES.items():
        assert set(named(table)) <= set(TABLES_THERE_ARE[name].c.keys()), name
        assert len(named(table)) == len(set(named(table))), f"{name}: one column, one class"


@pytest.mark.parametrize("whose", [(), ("person_id",)])
@pytest.mark.parametrize(
    "kind",
    [sa.Text, sa.BigInteger, sa.Double, sa.Boolean, sa.Date, sa.Time, db.UtcDateTime, words.OneOf(Way)],
)
def test_a_new_column_has_to_be_named_but_for_ids_and_moments(monkeypatch, kind, whose):
    key = sa.Column("id", sa.BigInteger, primary_key=True)
    person_id = sa.Column("person_id", sa.BigInteger, sa.ForeignKey(Person.id))
    table = sa.Table("new", sa.MetaData(), key, person_id, sa.Column("what", kind))
    assert set(classed(table).values()) == {None}, "so has a new table"
    monkeypatch.setitem(registry.TABLES, "new", Table(whose))
    is_theirs = Holds.PERSONAL if whose else Holds.NOTHING
    assert classed(table) == {
        "id": Holds.NOTHING,
        "person_id": Holds.NOTHING if whose else Holds.OTHERS,
        "what": is_theirs if kind is db.UtcDateTime else None,
    }


def test_it_is_named_once(monkeypatch):
    table = sa.Table("new", sa.MetaData(), sa.Column("words", sa.Text))
    monkeypatch.setitem(registry.TABLES, "new", Table(personal="words", others="words"))
    assert classed(table)["words"] is None, "twice is not once"
    monkeypatch.setitem(registry.TABLES, "new", Table(personal="words"))
    assert classed(table)["words"] is Holds.PERSONAL


def test_what_stands_in_no_line_is_an_id_or_a_moment():
    assert classed(TABLES_THERE_ARE["block"]) == {
        "blocker_id": Holds.NOTHING,
        "blocked_id": Holds.OTHERS,
        "created_at": Holds.PERSONAL,
    }
    assert set(classed(TABLES_THERE_ARE["site"]).values()) == {Holds.NOTHING}


def test_all_that_is_somebodys_is_copied_or_said_not_to_be():
    copied = {section.table for section in sections()}
    theirs = {name for name, table in TABLES.items() if table.whose}
    assert theirs - copied == set(NOT_COPIED)
    assert all(NOT_COPIED.values())
    for name in theirs & copied:
        ways = {way for section in sections() if section.table == name for way in section.ways_to_it}
        assert ways == set(TABLES[name].whose), name
    told = {(section.table, name) for section in sections() for name in section.told}
    personal = {(each.table.name, each.name) for each in columns_that_hold(Holds.PERSONAL)}
    assert personal <= told
    extra = {("pair", name) for name in ("label", "started_at", "ended_at")}
    assert told - personal == extra, "nothing else is told, but of a pair, which is its two's"
    assert len({section.key for section in sections()}) == len(sections())


def test_every_way_leads_to_its_person_and_to_nobody_else(world, ann, bob):
    plant(bob, ann, {"space": world.cohort.id, "organisation": bob.organisation_id})
    nobody = people.newcomer("nobody")
    asked = 0
    for name, kept in TABLES.items():
        table = TABLES_THERE_ARE[name]
        for way in kept.whose if name not in ("person", "search_entry") else ():
            count = sa.select(sa.func.count()).select_from(table)
            of = ann if f"{name}.{way}" in BY_ANOTHER else bob
            assert db.session.scalar(count.where(belongs(table, way, Whose(of.id, of.email.upper())))), way
            assert not db.session.scalar(count.where(belongs(table, way, Whose(nobody.id, nobody.email)))), (
                way
            )
            asked += 1
    assert asked > 45
