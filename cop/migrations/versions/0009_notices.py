"""Who follows and mutes what, where somebody has been reading lately, and notices."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANCES = sa.Enum("followed", "muted", "neither", name="stance", native_enum=False, length=32)
KINDS = sa.Enum(
    "mention", "quote", "call", "reply", "followed", "topic", "decision", "report", "reminder",
    name="noticekind", native_enum=False, length=32,
)  # fmt: skip


def upgrade() -> None:
    op.add_column("membership", sa.Column("stance", STANCES, nullable=True))
    op.add_column("topic_reading", sa.Column("stance", STANCES, nullable=True))
    op.add_column("topic_reading", sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
    _follow_what_was_written()
    followed = sa.text("stance = 'followed'")
    op.create_index(
        "ix_topic_reading_followed",
        "topic_reading",
        ["topic_id"],
        sqlite_where=followed,
        postgresql_where=followed,
    )
    op.create_index("ix_topic_reading_lately", "topic_reading", ["person_id", "read_at"])
    op.create_index("ix_topic_activity", "topic", ["space_id", "activity"])
    op.create_table(
        "notice",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("subject_id", NUMBER, nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    unseen = sa.text("seen_at IS NULL")
    op.create_index(
        "uq_notice_unseen",
        "notice",
        ["person_id", "kind", "subject_id"],
        unique=True,
        sqlite_where=unseen,
        postgresql_where=unseen,
    )
    op.create_index("ix_notice_person", "notice", ["person_id", "id"])
    op.create_table(
        "unwanted_notice",
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_unwanted_notice_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_unwanted_notice")),
    )


def _follow_what_was_written() -> None:
    """Whoever wrote in a topic before there were followings follows it."""
    op.execute(
        "INSERT INTO topic_reading (person_id, topic_id, position) "
        "SELECT DISTINCT author_id, topic_id, 0 FROM post WHERE NOT EXISTS ("
        "SELECT 1 FROM topic_reading AS r WHERE r.person_id = post.author_id AND r.topic_id = post.topic_id)"
    )
    op.execute(
        "UPDATE topic_reading SET stance = 'followed' WHERE EXISTS ("
        "SELECT 1 FROM post WHERE post.topic_id = topic_reading.topic_id"
        " AND post.author_id = topic_reading.person_id)"
    )


def downgrade() -> None:
    op.drop_table("unwanted_notice")
    op.drop_table("notice")
    op.drop_index("ix_topic_activity", table_name="topic")
    op.drop_index("ix_topic_reading_lately", table_name="topic_reading")
    op.drop_index("ix_topic_reading_followed", table_name="topic_reading")
    with op.batch_alter_table("topic_reading") as batch_op:
        batch_op.drop_column("read_at")
        batch_op.drop_column("stance")
    with op.batch_alter_table("membership") as batch_op:
        batch_op.drop_column("stance")
