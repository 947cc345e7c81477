"""From which day to which a meeting of a set is to be."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "booking_window",
        *(sa.Column(name, NUMBER, nullable=False) for name in ("id", "space_id", "number")),
        sa.Column("mode", sa.String(32), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("first_on", "last_on")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_booking_window_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_window")),
        sa.UniqueConstraint("space_id", "number", name=op.f("uq_booking_window_space_id_number")),
    )


def downgrade() -> None:
    raise NotImplementedError("when sets were to meet has no place in what was before: restore a backup")
