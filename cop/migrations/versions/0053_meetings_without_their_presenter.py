"""Whether a meeting goes on without its presenter."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("goes_on_without", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("meeting", column)


def downgrade() -> None:
    op.drop_column("meeting", "goes_on_without")
