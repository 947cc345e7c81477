"""Roles for a time, and who takes them over."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

OPEN = sa.text("accepted_at IS NULL AND closed_at IS NULL")


def upgrade() -> None:
    for table in ("role", "appointment"):
        op.add_column(table, sa.Column("announced", _big(), nullable=True))
        op.execute(f"UPDATE {table} SET announced = 0 WHERE ended_at IS NOT NULL")  # noqa: S608 - names of ours
    _make_succession()
    with op.batch_alter_table("letter") as batch:
        for other in ("role", "appointment", "succession"):
            batch.add_column(sa.Column(f"{other}_id", _big(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_letter_{other}_id"), other, [f"{other}_id"], ["id"])


def _make_succession() -> None:
    others = {
        "role_id": "role",
        "appointment_id": "appointment",
        "nominee_id": "person",
        "nominator_id": "person",
    }
    op.create_table(
        "succession",
        sa.Column("id", _big(), nullable=False),
        *(
            sa.Column(column, _big(), nullable=column.endswith(("role_id", "appointment_id")))
            for column in others
        ),
        sa.Column("hands_over_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_succession_{column}"))
            for column, table in others.items()
        ),
        sa.CheckConstraint(
            "(role_id IS NULL) <> (appointment_id IS NULL)", name=op.f("ck_succession_one_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
    )
    op.create_index(
        "ix_succession_open", "succession", ["nominee_id"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    for column in ("role_id", "appointment_id"):
        op.create_index(op.f(f"ix_succession_{column}"), "succession", [column])


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    raise NotImplementedError("successions have no place in what was before: restore a backup")
