"""What an earlier renderer has made is found without looking at everything."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_post_renderer", "post", ["renderer", "id"])
    op.create_index("ix_message_renderer", "message", ["renderer", "id"])


def downgrade() -> None:
    op.drop_index("ix_message_renderer", "message")
    op.drop_index("ix_post_renderer", "post")
