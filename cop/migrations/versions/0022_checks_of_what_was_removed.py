"""What was left of what was removed for good: a count for each store."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "purge_check",
        sa.Column("decision_id", big, nullable=False),
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("left", big, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_purge_check_decision_id")),
        sa.PrimaryKeyConstraint("decision_id", "store", name=op.f("pk_purge_check")),
    )


def downgrade() -> None:
    op.drop_table("purge_check")
