"""For how long each kind of thing is kept, what went by that, and legal holds."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

TAKEN = ("declined", "hidden", "removed")


def upgrade() -> None:
    _count_from_today()
    _make_holds()
    op.create_table(
        "keeping_rule",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("days", _big(), nullable=False),
        sa.Column("decision_id", _big(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_keeping_rule_decision_id")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_keeping_rule")),
    )
    op.create_table(
        "keeping_run",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("went", _big(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "day", name=op.f("pk_keeping_run")),
    )


def downgrade() -> None:
    for table in ("keeping_run", "keeping_rule", "hold"):
        op.drop_table(table)
    for table in ("message", "post"):
        op.drop_index(op.f(f"ix_{table}_taken"), table)
        op.drop_column(table, "taken_at")


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _count_from_today() -> None:
    """Nobody noted when something was taken from readers: what was so before is kept as if it had been so today."""
    for table in ("post", "message"):
        op.add_column(table, sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
        there = sa.table(table, sa.column("state"), sa.column("taken_at", sa.DateTime(timezone=True)))
        taken = sa.update(there).where(there.c.state.in_(TAKEN))
        op.execute(taken.values(taken_at=datetime.now(UTC)))
        is_taken = sa.text("taken_at IS NOT NULL")
        op.create_index(
            op.f(f"ix_{table}_taken"),
            table,
            ["taken_at"],
            sqlite_where=is_taken,
            postgresql_where=is_taken,
        )


def _make_holds() -> None:
    op.create_table(
        "hold",
        sa.Column("id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=True),
        sa.Column("space_id", _big(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("placing_id", _big(), nullable=False),
        sa.Column("lifting_id", _big(), nullable=True),
        sa.CheckConstraint("person_id IS NULL OR space_id IS NULL", name=op.f("ck_hold_on_one")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hold_person_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_hold_space_id")),
        sa.ForeignKeyConstraint(["placing_id"], ["decision.id"], name=op.f("fk_hold_placing_id")),
        sa.ForeignKeyConstraint(["lifting_id"], ["decision.id"], name=op.f("fk_hold_lifting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    is_open = sa.text("lifting_id IS NULL")
    op.create_index(op.f("ix_hold_open"), "hold", ["id"], sqlite_where=is_open, postgresql_where=is_open)
