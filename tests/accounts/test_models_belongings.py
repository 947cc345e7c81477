"""What becomes of each row that names a person is said in one place."""

import sqlalchemy as sa

from cop import db
from cop.models.belongings import OTHERWISE, OWN


def columns_of_people(metadata: sa.MetaData) -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }


def test_every_column_that_names_a_person_is_named_once():
    assert sorted([*OWN, *OTHERWISE]) == sorted(columns_of_people(db.Base.metadata))
    assert all(OTHERWISE.values())


def test_a_new_one_is_missed_by_no_list():
    metadata = sa.MetaData()
    sa.Table("person", metadata, sa.Column("id", sa.BigInteger, primary_key=True))
    sa.Table("new", metadata, sa.Column("whose", sa.ForeignKey("person.id")))
    assert columns_of_people(metadata) - {*OWN, *OTHERWISE} == {"new.whose"}
