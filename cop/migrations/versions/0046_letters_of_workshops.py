"""Letters about workshops that are at another time or place."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("letter") as batch:
        workshop_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
        batch.add_column(sa.Column("workshop_id", workshop_id, nullable=True))
        batch.create_foreign_key(op.f("fk_letter_workshop_id"), "workshop", ["workshop_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("letter") as batch:
        batch.drop_constraint(op.f("fk_letter_workshop_id"), type_="foreignkey")
        batch.drop_column("workshop_id")
