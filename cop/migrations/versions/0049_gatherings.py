"""Visits and events, who has a place or waits for one, and what people need there."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

WORDS = ("called", "partner", "purpose", "venue", "region", "key", "digest")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "gathering",
        *(_number(name) for name in ("id", "space_id", "organiser_id", "sequence")),
        *(_number(name, is_needed=False) for name in ("topic_id", "places")),
        *(sa.Column(name, sa.String(32), nullable=False) for name in ("kind", "scope", "invited")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in WORDS),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Time(), nullable=True) for name in ("begins", "ends")),
        *(sa.Column(name, moment, nullable=False) for name in ("created_at", "changed_at", "over_at")),
        sa.Column("cancelled_at", moment, nullable=True),
        _leads("gathering", "space_id", "space"),
        _leads("gathering", "organiser_id", "person"),
        _leads("gathering", "topic_id", "topic"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering")),
        sa.UniqueConstraint("key", name=op.f("uq_gathering_key")),
    )
    op.create_index(op.f("ix_gathering_space_id"), "gathering", ["space_id"])
    _of_person(
        "gathering_place",
        _number("post_id", is_needed=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("given_at", moment, nullable=True),
        _leads("gathering_place", "post_id", "post"),
    )
    _of_person(
        "access_note",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("consented_at", moment, nullable=False),
    )


def _of_person(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        *(_number(name) for name in ("id", "gathering_id", "person_id")),
        *columns,
        _leads(table, "gathering_id", "gathering"),
        _leads(table, "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("gathering_id", "person_id", name=op.f(f"uq_{table}_gathering_id_person_id")),
    )
    op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"])


def _number(name: str, *, is_needed: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=not is_needed)


def _leads(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    for table in ("access_note", "gathering_place", "gathering"):
        op.drop_table(table)
