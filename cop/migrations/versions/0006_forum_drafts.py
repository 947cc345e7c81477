"""What somebody has begun to write in a forum, and what a topic was called before."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ONE_SHEET = (
    "CASE WHEN space_id IS NULL THEN 0 ELSE 1 END + CASE WHEN topic_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN post_id IS NULL THEN 0 ELSE 1 END = 1"
)


def upgrade() -> None:
    op.add_column("post_revision", sa.Column("title", sa.Text(), nullable=True))
    op.create_table(
        "forum_draft",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=True),
        sa.Column("topic_id", ID, nullable=True),
        sa.Column("post_id", ID, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("seen_version", ID, nullable=False),
        sa.Column("turn", ID, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(ONE_SHEET, name=op.f("ck_forum_draft_on_one_sheet")),
        *(
            sa.ForeignKeyConstraint([f"{row}_id"], [f"{row}.id"], name=op.f(f"fk_forum_draft_{row}_id"))
            for row in ("person", "space", "topic", "post")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_draft")),
        *(
            sa.UniqueConstraint("person_id", f"{row}_id", name=op.f(f"uq_forum_draft_person_id_{row}_id"))
            for row in ("space", "topic", "post")
        ),
    )


def downgrade() -> None:
    op.drop_table("forum_draft")
    with op.batch_alter_table("post_revision") as batch_op:
        batch_op.drop_column("title")
