"""Sets that are read for a day by somebody who is not in them, with the approval of a second person."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

UNFINISHED = sa.text("approved_at IS NOT NULL AND (closed_at IS NULL OR told_at IS NULL)")
TIMES = ("approved_at", "refused_at", "ends_at", "tells_at", "told_at", "closed_at")
OTHERS = {
    "space_id": "space",
    "asker_id": "person",
    "report_id": "report",
    "decider_id": "person",
    "membership_id": "membership",
    "ended_by_id": "person",
}
RULES = {
    "on_a_report": "(basis = 'report') = (report_id IS NOT NULL)",
    "two_people": "decider_id IS NULL OR decider_id <> asker_id",
    "one_answer": "approved_at IS NULL OR refused_at IS NULL",
    "delay_has_a_reason": "(delay_days = 0) = (delay_reason = '')",
}


def upgrade() -> None:
    op.create_table(
        "inspection",
        sa.Column("id", _big(), nullable=False),
        *(sa.Column(column, _big(), nullable=column not in ("space_id", "asker_id")) for column in OTHERS),
        sa.Column("basis", sa.String(32), nullable=False),
        *(
            sa.Column(column, sa.Text(), nullable=False)
            for column in ("reference", "reason", "delay_reason", "answer")
        ),
        sa.Column("delay_days", _big(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(column, sa.DateTime(timezone=True), nullable=True) for column in TIMES),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_inspection_{column}"))
            for column, table in OTHERS.items()
        ),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_inspection_{name}")) for name, rule in RULES.items()),
        sa.UniqueConstraint("membership_id", name=op.f("uq_inspection_membership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
    )
    op.create_index(op.f("ix_inspection_space_id"), "inspection", ["space_id"])
    op.create_index(
        "ix_inspection_unfinished", "inspection", ["id"], sqlite_where=UNFINISHED, postgresql_where=UNFINISHED
    )
    with op.batch_alter_table("letter") as batch:
        batch.add_column(sa.Column("inspection_id", _big(), nullable=True))
        batch.create_foreign_key(op.f("fk_letter_inspection_id"), "inspection", ["inspection_id"], ["id"])


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    raise NotImplementedError("inspections have no place in what was before: restore a backup")
