"""Unread topics are counted from an index alone, however many there are."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

NAME = "ix_topic_unread"


def upgrade() -> None:
    there = sa.text("state = 'open' AND archived_at IS NULL")
    columns = ["space_id", "activity", "id", "posts"]
    op.create_index(NAME, "topic", columns, sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    op.drop_index(NAME, table_name="topic")
