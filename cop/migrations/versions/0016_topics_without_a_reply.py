"""Topics without a reply are found without a look at all others."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NAME = "ix_topic_unanswered"


def upgrade() -> None:
    there = sa.text("posts = 1")
    op.create_index(NAME, "topic", ["id"], sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    op.drop_index(NAME, table_name="topic")
