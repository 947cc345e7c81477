"""States of rooms, pins, and how long a room keeps what is said in it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = sa.Enum(
    "open", "announcements", "closed", "archived", name="roomstate", native_enum=False, length=32
)


def upgrade() -> None:
    op.add_column("space", sa.Column("room_state", STATES, nullable=False, server_default="open"))
    op.add_column("space", sa.Column("keep_days", NUMBER, nullable=True))
    op.add_column("message", sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True))
    pinned_by = sa.ForeignKey("person.id", name=op.f("fk_message_pinned_by_id"))
    # said with the column: SQLite adds no constraint to a table that stands
    op.add_column(
        "message", sa.Column("pinned_by_id", NUMBER, pinned_by, nullable=True), inline_references=True
    )


def downgrade() -> None:
    for table, columns in (
        ("message", ("pinned_by_id", "pinned_at")),
        ("space", ("keep_days", "room_state")),
    ):
        with op.batch_alter_table(table) as batch_op:
            for column in columns:
                batch_op.drop_column(column)
