"""Rules that moderators of a space set: slow mode of a topic."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("topic", sa.Column("slow_posts", _big(), server_default="0", nullable=False))


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    op.drop_column("topic", "slow_posts")
