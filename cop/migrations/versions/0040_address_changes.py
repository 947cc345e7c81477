"""Addresses that people change, and had before."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big, time = sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.DateTime(timezone=True)
    op.create_table(
        "address_change",
        sa.Column("id", big, nullable=False),
        sa.Column("person_id", big, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("former", "wanted", "moved")),
        sa.Column("asked_at", time, nullable=False),
        *(sa.Column(name, time, nullable=True) for name in ("confirmed_at", "ended_at")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_address_change_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_change")),
    )
    for column in ("person_id", "former"):
        op.create_index(op.f(f"ix_address_change_{column}"), "address_change", [column])


def downgrade() -> None:
    op.drop_table("address_change")
