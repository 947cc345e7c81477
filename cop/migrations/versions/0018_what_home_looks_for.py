"""Unread topics, the newest of each space and what of somebody's waits are found by indexes of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    there = sa.text("state = 'open' AND archived_at IS NULL")
    unread = ["space_id", "activity", "id", "posts"]
    op.create_index("ix_topic_unread", "topic", unread, sqlite_where=there, postgresql_where=there)
    op.create_index("ix_topic_newest", "topic", ["space_id", "last_post_id"])
    waits = sa.text("decided_at IS NULL")
    op.create_index(
        "ix_review_waiting_author", "review", ["author_id"], sqlite_where=waits, postgresql_where=waits
    )


def downgrade() -> None:
    op.drop_index("ix_review_waiting_author", table_name="review")
    op.drop_index("ix_topic_newest", table_name="topic")
    op.drop_index("ix_topic_unread", table_name="topic")
