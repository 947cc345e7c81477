"""Polls of a topic: their options, ballots and answers, and what they have come to."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
KINDS = sa.Enum("single", "multiple", "ranked", "dates", name="pollkind", native_enum=False, length=32)


def upgrade() -> None:
    op.add_column("topic", sa.Column("poll_count", NUMBER, nullable=False, server_default="0"))
    _polls()
    _ballots()
    _outcomes()


def _polls() -> None:
    op.create_table(
        "poll",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("topic_id", NUMBER, nullable=False),
        sa.Column("author_id", NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("closes_at", TIME, nullable=True),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("voted", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_poll_topic_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_poll_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
        sa.UniqueConstraint("author_id", "key", name=op.f("uq_poll_author_id_key")),
    )
    op.create_index(op.f("ix_poll_topic_id"), "poll", ["topic_id"])
    running = sa.text("closed_at IS NULL AND closes_at IS NOT NULL")
    op.create_index("ix_poll_running", "poll", ["closes_at"], sqlite_where=running, postgresql_where=running)
    op.create_table(
        "poll_option",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("poll_id", NUMBER, nullable=False),
        sa.Column("place", NUMBER, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("hour", sa.Time(), nullable=True),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_poll_option_poll_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_option")),
        sa.UniqueConstraint("poll_id", "place", name=op.f("uq_poll_option_poll_id_place")),
    )


def _ballots() -> None:
    op.create_table(
        "poll_ballot",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("poll_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("seal", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_poll_ballot_poll_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_poll_ballot_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_ballot")),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_poll_ballot_poll_id_person_id")),
        sa.UniqueConstraint("poll_id", "seal", name=op.f("uq_poll_ballot_poll_id_seal")),
    )
    op.create_index(op.f("ix_poll_ballot_person_id"), "poll_ballot", ["person_id"])
    op.create_table(
        "poll_answer",
        sa.Column("ballot_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("option_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("value", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["poll_ballot.id"], name=op.f("fk_poll_answer_ballot_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["option_id"], ["poll_option.id"], name=op.f("fk_poll_answer_option_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ballot_id", "option_id", name=op.f("pk_poll_answer")),
    )
    op.create_index(op.f("ix_poll_answer_option_id"), "poll_answer", ["option_id"])


def _outcomes() -> None:
    op.create_table(
        "poll_outcome",
        sa.Column("poll_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("renderer", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("author_id", NUMBER, nullable=False),
        sa.Column("written_at", TIME, nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("reminded_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_poll_outcome_poll_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_poll_outcome_author_id")),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_poll_outcome")),
    )
    untold = sa.text("reminded_at IS NULL")
    op.create_index(
        "ix_poll_outcome_due", "poll_outcome", ["review_on"], sqlite_where=untold, postgresql_where=untold
    )


def downgrade() -> None:
    for table in ("poll_outcome", "poll_answer", "poll_ballot", "poll_option", "poll"):
        op.drop_table(table)
    with op.batch_alter_table("topic") as batch_op:
        batch_op.drop_column("poll_count")
