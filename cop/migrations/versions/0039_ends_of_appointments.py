"""Invitations say until when a role outside of any space is given; whoever is from outside has an end from now on."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

USUAL_DAYS = {"evaluator": 365, "guest": 90}


def upgrade() -> None:
    for column in ("appointed_from", "appointed_until"):
        op.add_column("invitation", sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    appointment = sa.table(
        "appointment", sa.column("role", sa.Text), sa.column("ended_at", sa.DateTime(timezone=True))
    )
    for role, days in USUAL_DAYS.items():
        endless = sa.and_(sa.cast(appointment.c.role, sa.Text) == role, appointment.c.ended_at.is_(None))
        ends = datetime.now(UTC) + timedelta(days=days)
        op.execute(sa.update(appointment).where(endless).values(ended_at=ends))


def downgrade() -> None:
    for column in ("appointed_from", "appointed_until"):
        op.drop_column("invitation", column)
