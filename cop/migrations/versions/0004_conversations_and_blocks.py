"""Conversations, and blocks between people."""

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


def downgrade() -> None:
    op.drop_table("block")
    op.drop_table("conversation")


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
