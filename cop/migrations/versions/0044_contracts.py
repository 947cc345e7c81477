"""Contracts of sets: rules in versions and who accepts them, rotas, and what members say yes to."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

BOUNDS = {"meetings": ("meetings", 240), "cadence": ("cadence_days", 120), "keeps": ("keeps_days", 90)}
LEAST = {"cadence": 7}


def upgrade() -> None:
    _of_a_set(
        "set_contract",
        sa.Column("purpose", sa.Text(), nullable=False),
        *(_number(name) for name in ("meetings", "cadence_days", "keeps_days", "version")),
        _moment("begun_at"),
        *(
            sa.CheckConstraint(
                f"{column} BETWEEN {LEAST.get(name, 0)} AND {most}", name=op.f(f"ck_set_contract_{name}")
            )
            for name, (column, most) in BOUNDS.items()
        ),
        sa.UniqueConstraint("space_id", name=op.f("uq_set_contract_space_id")),
    )
    _of_a_set(
        "ground_rules",
        _number("number"),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("text", "change")),
        _number("author_id"),
        _moment("written_at"),
        _leads("ground_rules", "author_id", "person"),
        sa.UniqueConstraint("space_id", "number", name=op.f("uq_ground_rules_space_id_number")),
    )
    op.create_table(
        "rules_acceptance",
        _number("rules_id"),
        _number("person_id"),
        _moment("accepted_at"),
        _leads("rules_acceptance", "rules_id", "ground_rules"),
        _leads("rules_acceptance", "person_id", "person"),
        sa.PrimaryKeyConstraint("rules_id", "person_id", name=op.f("pk_rules_acceptance")),
    )
    _of_person("rota_turn", "duty", _number("place"))
    _of_person("set_answer", "question", _moment("answered_at"))


def _of_a_set(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        _number("id"),
        _number("space_id"),
        *columns,
        _leads(table, "space_id", "space"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _of_person(table: str, what: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        _number("space_id"),
        sa.Column(what, sa.String(32), nullable=False),
        _number("person_id"),
        *columns,
        _leads(table, "space_id", "space"),
        _leads(table, "person_id", "person"),
        sa.PrimaryKeyConstraint("space_id", what, "person_id", name=op.f(f"pk_{table}")),
    )


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _leads(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    raise NotImplementedError("what sets have agreed on has no place in what was before: restore a backup")
