"""Conversations, blocks between people, and topics begun from lines of a room."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("space_id", _big(), autoincrement=False, nullable=False),
        sa.Column("starter_id", _big(), nullable=False),
        sa.Column("people", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_conversation_space_id")),
        sa.ForeignKeyConstraint(["starter_id"], ["person.id"], name=op.f("fk_conversation_starter_id")),
        sa.PrimaryKeyConstraint("space_id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("people", name=op.f("uq_conversation_people")),
    )
    op.create_table(
        "block",
        sa.Column("blocker_id", _big(), nullable=False),
        sa.Column("blocked_id", _big(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("blocker_id <> blocked_id", name=op.f("ck_block_of_somebody_else")),
        sa.ForeignKeyConstraint(["blocker_id"], ["person.id"], name=op.f("fk_block_blocker_id")),
        sa.ForeignKeyConstraint(["blocked_id"], ["person.id"], name=op.f("fk_block_blocked_id")),
        sa.PrimaryKeyConstraint("blocker_id", "blocked_id", name=op.f("pk_block")),
    )
    op.create_index(op.f("ix_block_blocked_id"), "block", ["blocked_id"])
    op.create_table(
        "topic_source",
        sa.Column("topic_id", _big(), nullable=False),
        sa.Column("message_id", _big(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_source_topic_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_topic_source_message_id")),
        sa.PrimaryKeyConstraint("topic_id", "message_id", name=op.f("pk_topic_source")),
    )
    op.create_index(op.f("ix_topic_source_message_id"), "topic_source", ["message_id"])
    op.add_column("topic", sa.Column("first_line_id", _big(), nullable=True))
    continued = sa.ForeignKey("topic.id", name=op.f("fk_message_continued_in_id"))
    op.add_column(
        "message", sa.Column("continued_in_id", _big(), continued, nullable=True), inline_references=True
    )


def downgrade() -> None:
    with op.batch_alter_table("message") as batch_op:
        batch_op.drop_column("continued_in_id")
    op.drop_column("topic", "first_line_id")
    op.drop_table("topic_source")
    op.drop_table("block")
    op.drop_table("conversation")


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
