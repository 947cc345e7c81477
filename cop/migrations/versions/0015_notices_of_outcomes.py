"""A notice of an outcome is called one of an outcome: a review is what waits for a moderator."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = ("notice", "unwanted_notice")


def upgrade() -> None:
    _call("review", "outcome")


def downgrade() -> None:
    _call("outcome", "review")


def _call(former: str, name: str) -> None:
    for table in TABLES:
        kind = sa.table(table, sa.column("kind", sa.String())).c.kind
        op.execute(sa.update(kind.table).where(kind == former).values(kind=name))
