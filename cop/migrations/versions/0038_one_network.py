"""There is one network, whoever makes one at the same moment."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

NETWORKS = sa.text("kind = 'network'")


def upgrade() -> None:
    op.create_index(
        "uq_space_network", "space", ["kind"], unique=True, sqlite_where=NETWORKS, postgresql_where=NETWORKS
    )


def downgrade() -> None:
    op.drop_index("uq_space_network", "space")
