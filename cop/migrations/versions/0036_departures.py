"""Who leaves the place, and how far that has come."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "departure",
        sa.Column("person_id", big, nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_departure_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_departure")),
    )
    waits = sa.text("done_at IS NULL")
    op.create_index(
        "ix_departure_under_way", "departure", ["person_id"], sqlite_where=waits, postgresql_where=waits
    )


def downgrade() -> None:
    op.drop_table("departure")
