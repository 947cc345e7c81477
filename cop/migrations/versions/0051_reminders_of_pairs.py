"""Reminders of a pair's next update, and of a sponsor's commitment."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("intention", sa.Column("reminded_of", sa.Date(), nullable=True))
    op.add_column("commitment", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("letter") as batch:
        for table in ("intention", "commitment"):
            batch.add_column(sa.Column(f"{table}_id", _big(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_letter_{table}_id"), table, [f"{table}_id"], ["id"])


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    raise NotImplementedError("reminders have no place in what was before: restore a backup")
