"""Attachments of posts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("space_id", _big(), nullable=False),
        sa.Column("post_id", _big(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("stored", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("size", _big(), nullable=False),
        sa.Column("sent", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("width", _big(), nullable=True),
        sa.Column("height", _big(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("place", _big(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attachment_person_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_attachment_space_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_attachment_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_attachment_person_id_key")),
        sa.UniqueConstraint("stored", name=op.f("uq_attachment_stored")),
    )
    op.create_index(op.f("ix_attachment_post_id"), "attachment", ["post_id"])
    op.create_index(op.f("ix_attachment_space_id"), "attachment", ["space_id"])
    op.add_column("post", sa.Column("attached", _big(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_column("attached")
    op.drop_table("attachment")


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
