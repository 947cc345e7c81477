"""Each column of text of the database is searched for what was removed, or is named with a reason why it is not."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.models import SpaceKind, Topic
from cop.models.stores import NOT_SEARCHED, SEARCHED, texts_with
from cop.models.traces import Traces
from tests.moderation import things

SAID = "Our ward’s plan for Tuesday: café costs, and the trials."


def columns_of_text(metadata: sa.MetaData) -> set[str]:
    """All that holds free text: no word of a few, no time."""
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if not isinstance(column.type, sa.Enum) and _is_text(column.type)
    }


def _is_text(kind: sa.types.TypeEngine) -> bool:
    inner = kind.impl if isinstance(kind, sa.types.TypeDecorator) else kind
    return not isinstance(
        inner, sa.Integer | sa.BigInteger | sa.Boolean | sa.DateTime | sa.Date | sa.Time | sa.Float
    )


def test_every_column_of_text_is_named_once():
    named = [*SEARCHED, *NOT_SEARCHED]
    assert sorted(named) == sorted(columns_of_text(db.Base.metadata))
    assert len(named) > 60, "control: there are some"
    assert all(NOT_SEARCHED.values())


def test_a_new_column_is_missed_by_no_list():
    metadata = sa.MetaData()
    sa.Table("new", metadata, sa.Column("id", sa.BigInteger), sa.Column("words", sa.Text))
    assert columns_of_text(metadata) - {*SEARCHED, *NOT_SEARCHED} == {"new.words"}


@pytest.mark.parametrize("name", sorted(SEARCHED))
def test_a_copy_in_any_of_them_is_found(world, bob, name):
    opening = things.open_topic(bob, world.cohort)
    table, _, column = name.partition(".")
    traces = Traces.of([SAID])
    assert texts_with(traces)[SEARCHED[name]] == 0, "control"
    if table != "topic":
        _put(db.Base.metadata.tables[table], column)
    else:
        db.session.execute(sa.update(Topic).where(Topic.id == opening.topic_id).values(title=SAID))
    assert texts_with(traces)[SEARCHED[name]] == 1


ONE_OF = {
    "forum_draft": {"space_id": 9_000_001},
    "inspection": {"report_id": 9_000_001},
    "meeting_bid": {"urgency": 1},
    "set_contract": {"meetings": 1, "cadence_days": 35, "keeps_days": 7},
    "review": {"profile_id": 9_000_001},
    "space": {"kind": SpaceKind.GROUP},
}
"""What a row needs of which one must be there, or one alone may."""


def _put(table: sa.Table, column: str) -> None:
    """A row that is nobody's, with the words in one column."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(sa.text("SET LOCAL session_replication_role = replica"))
    else:
        db.session.connection().connection.dbapi_connection.execute("PRAGMA defer_foreign_keys=ON")
    values = {each.name: _any(each) for each in table.c if not each.nullable or each.name == column}
    values |= ONE_OF.get(table.name, {})
    values |= {each.name: 9_000_001 for each in table.primary_key if not _is_text(each.type)}
    db.session.execute(sa.insert(table).values(values | {column: SAID}))


def _any(column: sa.Column) -> object:
    if isinstance(column.type, sa.Enum):
        return column.type.enum_class and next(iter(column.type.enum_class))
    if isinstance(column.type, sa.Boolean):
        return False
    if isinstance(column.type, db.UtcDateTime):
        return db.clock.now()
    if isinstance(column.type, sa.Date):
        return db.clock.today()
    return "x" if _is_text(column.type) else 9_000_001


@pytest.mark.parametrize(
    "copy",
    [
        "Our wards plan for tuesday, somebody said",
        "<p>plan for <strong>Tuesday</strong>: café costs</p>",
        "> our ward's plan\n> for Tuesday",
    ],
)
def test_five_words_in_a_row_are_a_trace(copy):
    assert Traces.of([SAID]).are_in(copy)


@pytest.mark.parametrize("other", ["Our plan for Wednesday", "café costs and so on", "", "the trials"])
def test_fewer_are_none(other):
    assert not Traces.of([SAID]).are_in(other)


def test_a_short_text_is_a_trace_as_a_whole_unless_it_is_anybodys():
    assert Traces.of(["Quizzlewort came"]).are_in("I know: “quizzlewort came”, she said")
    assert not Traces.of(["Quizzlewort came"]).are_in("quizzlewort never came")
    assert not Traces.of(["Hello, all"]).wholes
    assert Traces.of(["Hi\nMargaret Featherstonehaugh\nBye"]).are_in("margaret featherstonehaugh is in")
