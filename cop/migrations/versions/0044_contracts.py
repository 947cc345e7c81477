"""Contracts of sets: rules in versions and who accepts them, rotas, what members say yes to; and how sets live."""

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
        _word("life"),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
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
    _step(
        "set_step",
        *(_word(name) for name in ("turn", "former", "life")),
        is_somebodys=False,
        moment="taken_at",
    )
    _step("set_offer", _word("kind"), is_somebodys=True, moment="offered_at")
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


def _step(table: str, *columns: sa.Column[str], is_somebodys: bool, moment: str) -> None:
    actor = sa.Column(
        "actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=not is_somebodys
    )
    _of_a_set(table, *columns, actor, _moment(moment), _leads(table, "actor_id", "person"))
    op.create_index(op.f(f"ix_{table}_space_id"), table, ["space_id"])


def _of_person(table: str, what: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        _number("space_id"),
        _word(what),
        _number("person_id"),
        *columns,
        _leads(table, "space_id", "space"),
        _leads(table, "person_id", "person"),
        sa.PrimaryKeyConstraint("space_id", what, "person_id", name=op.f(f"pk_{table}")),
    )


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _leads(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    raise NotImplementedError("what sets have agreed on has no place in what was before: restore a backup")
