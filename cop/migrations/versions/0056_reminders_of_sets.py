"""Of what of their sets people were reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("meeting", sa.Column("reminded", NUMBER, nullable=True))
    op.add_column("meeting", sa.Column("reminded_for", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meeting_action", sa.Column("reminded_for", sa.Date(), nullable=True))
    op.add_column("set_contract", sa.Column("prompted_at", NUMBER, nullable=True))


def downgrade() -> None:
    raise NotImplementedError("what people were told would be told again: restore a backup")
