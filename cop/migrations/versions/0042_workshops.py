"""Programmes say more of themselves and of who stands behind them."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0040"
branch_labels = None
depends_on = None

SAID = ("rationale", "domain", "eligibility", "cost", "recognition")


def upgrade() -> None:
    for column in SAID:
        op.add_column("programme", sa.Column(column, sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "programme_partner",
        *(sa.Column(name, _big(), nullable=False) for name in ("id", "programme_id")),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_partner_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_partner")),
        sa.UniqueConstraint(
            "programme_id", "role", "name", name=op.f("uq_programme_partner_programme_id_role_name")
        ),
    )


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    op.drop_table("programme_partner")
    for column in SAID:
        op.drop_column("programme", column)
