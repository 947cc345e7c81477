"""What an application may have of a patient, of which whoever applied says that it is none."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("application", sa.Column("doubts", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("application", "doubts")
