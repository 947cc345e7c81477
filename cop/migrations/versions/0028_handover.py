"""What is said to be met of the conditions for handing the network over."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "handover_check",
        sa.Column("condition", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_handover_check_person_id")),
        sa.PrimaryKeyConstraint("condition", name=op.f("pk_handover_check")),
    )


def downgrade() -> None:
    op.drop_table("handover_check")
