"""Dates are proposed for the meetings of sets, and answered."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("meeting", sa.Column("booked_at", MOMENT, nullable=True))
    op.add_column("meeting", sa.Column("answer_by", MOMENT, nullable=True))
    op.execute("UPDATE meeting SET booked_at = created_at WHERE state <> 'proposed'")
    op.create_table(
        "meeting_date",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("proposer_id", NUMBER, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_date_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["proposer_id"], ["person.id"], name=op.f("fk_meeting_date_proposer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_date")),
        sa.UniqueConstraint("meeting_id", "starts_at", name=op.f("uq_meeting_date_meeting_id_starts_at")),
    )
    op.create_index(op.f("ix_meeting_date_proposer_id"), "meeting_date", ["proposer_id"])
    op.create_table(
        "meeting_date_answer",
        sa.Column("date_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("suits", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["date_id"], ["meeting_date.id"], name=op.f("fk_meeting_date_answer_date_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_date_answer_person_id")),
        sa.PrimaryKeyConstraint("date_id", "person_id", name=op.f("pk_meeting_date_answer")),
    )
    op.create_index(op.f("ix_meeting_date_answer_person_id"), "meeting_date_answer", ["person_id"])


def downgrade() -> None:
    raise NotImplementedError("what people answered has no place in what was before: restore a backup")
