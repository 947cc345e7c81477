"""A set's first meeting apart says so; and a clock that stands says why, where somebody did."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meeting", sa.Column("is_first", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("meeting", sa.Column("paused_for", sa.String(32), nullable=True))


def downgrade() -> None:
    op.drop_column("meeting", "paused_for")
    op.drop_column("meeting", "is_first")
