"""What moderators do with topics: ends of pins, closing dates, archive, answers, tags, summaries, splits and merges."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    for name in ("pinned_until", "closes_at", "archived_at"):
        op.add_column("topic", sa.Column(name, TIME, nullable=True))
    for name in ("pinned_until", "closes_at"):
        there = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"ix_topic_{name}", "topic", [name], sqlite_where=there, postgresql_where=there)
    op.add_column("topic", sa.Column("answer_id", NUMBER, nullable=True))
    op.add_column("topic", sa.Column("layout", NUMBER, nullable=False, server_default="0"))
    for name in ("merged_into_id", "split_from_id"):
        other = sa.ForeignKey("topic.id", name=op.f(f"fk_topic_{name}"))
        op.add_column("topic", sa.Column(name, NUMBER, other, nullable=True), inline_references=True)
        op.create_index(op.f(f"ix_topic_{name}"), "topic", [name])
    op.add_column("post", sa.Column("is_answer", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("post", sa.Column("shown_version", NUMBER, nullable=True))
    op.execute("UPDATE post SET shown_version = version WHERE released_at IS NOT NULL")
    only = sa.text("is_answer")
    op.create_index(
        "uq_post_answer", "post", ["topic_id"], unique=True, sqlite_where=only, postgresql_where=only
    )
    for name in ("shows_revisions", "members_summarise"):
        op.add_column("space", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    _tags()
    _summaries()


def _tags() -> None:
    op.create_table(
        "tag",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("space_id", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_tag_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("space_id", "folded", name=op.f("uq_tag_space_id_folded")),
    )
    op.create_table(
        "topic_tag",
        sa.Column("topic_id", NUMBER, nullable=False),
        sa.Column("tag_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_tag_topic_id")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_topic_tag_tag_id")),
        sa.PrimaryKeyConstraint("topic_id", "tag_id", name=op.f("pk_topic_tag")),
    )
    op.create_index(op.f("ix_topic_tag_tag_id"), "topic_tag", ["tag_id"])


def _summaries() -> None:
    op.create_table(
        "topic_summary",
        sa.Column("topic_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("renderer", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("shown_version", NUMBER, nullable=False),
        sa.Column("editor_id", NUMBER, nullable=True),
        sa.Column("edited_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_summary_topic_id")),
        sa.ForeignKeyConstraint(["editor_id"], ["person.id"], name=op.f("fk_topic_summary_editor_id")),
        sa.PrimaryKeyConstraint("topic_id", name=op.f("pk_topic_summary")),
    )
    op.create_table(
        "summary_revision",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("topic_id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("editor_id", NUMBER, nullable=True),
        sa.Column("written_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_summary_revision_topic_id")),
        sa.ForeignKeyConstraint(["editor_id"], ["person.id"], name=op.f("fk_summary_revision_editor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_revision")),
        sa.UniqueConstraint("topic_id", "number", name=op.f("uq_summary_revision_topic_id_number")),
    )


def downgrade() -> None:
    for table in ("summary_revision", "topic_summary", "topic_tag", "tag"):
        op.drop_table(table)
    op.drop_index("uq_post_answer", "post")
    for name in ("merged_into_id", "split_from_id", "closes_at", "pinned_until"):
        op.drop_index(op.f(f"ix_topic_{name}"), "topic")
    for table, columns in (
        ("space", ("members_summarise", "shows_revisions")),
        ("post", ("shown_version", "is_answer")),
        ("topic", ("split_from_id", "merged_into_id", "layout", "answer_id")),
        ("topic", ("archived_at", "closes_at", "pinned_until")),
    ):
        with op.batch_alter_table(table) as batch_op:
            for column in columns:
                batch_op.drop_column(column)
