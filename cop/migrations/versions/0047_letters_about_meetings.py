"""Letters say that a set has a date."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("letter") as letter:
        letter.add_column(
            sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        letter.create_foreign_key(
            op.f("fk_letter_meeting_id"), "meeting", ["meeting_id"], ["id"], ondelete="SET NULL"
        )
        letter.create_index(op.f("ix_letter_meeting_id"), ["meeting_id"])


def downgrade() -> None:
    raise NotImplementedError("letters about meetings have no place in what was before: restore a backup")
