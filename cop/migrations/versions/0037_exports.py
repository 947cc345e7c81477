"""Copies of all that is kept of a person, which they ask for."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

WAITING = sa.text("made_at IS NULL AND failed_at IS NULL")


def upgrade() -> None:
    big, time = sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.DateTime(timezone=True)
    op.create_table(
        "export",
        sa.Column("person_id", big, nullable=False),
        *(sa.Column(name, big, nullable=False) for name in ("turn", "tries", "done", "steps")),
        sa.Column("stored", sa.Text(), nullable=True),
        sa.Column("size", big, nullable=False),
        sa.Column("asked_at", time, nullable=False),
        *(sa.Column(name, time, nullable=True) for name in ("moved_at", "made_at", "failed_at")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_export_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_export")),
        sa.UniqueConstraint("stored", name=op.f("uq_export_stored")),
    )
    op.create_index(
        "ix_export_waiting", "export", ["moved_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )


def downgrade() -> None:
    op.drop_table("export")
