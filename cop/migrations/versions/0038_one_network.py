"""There is one network, whoever makes one at the same moment."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

NETWORKS = sa.text("kind = 'network'")


def upgrade() -> None:
    networks = sa.select(sa.func.count()).select_from(sa.table("space")).where(NETWORKS)
    count = op.get_bind().scalar(networks) or 0
    if count > 1:
        raise RuntimeError(
            f"there are {count} networks where there may be one: in the table “space” change the kind of the others "
            "from “network” to “group”, then upgrade again"
        )
    op.create_index(
        "uq_space_network", "space", ["kind"], unique=True, sqlite_where=NETWORKS, postgresql_where=NETWORKS
    )


def downgrade() -> None:
    op.drop_index("uq_space_network", "space")
