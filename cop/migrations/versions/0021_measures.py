"""Measures on a person, and what memberships and appointments say of them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measure",
        sa.Column("id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("space_id", _big(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("decision_id", _big(), nullable=False),
        sa.Column("roles", sa.Text(), server_default="", nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_measure_person_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_measure_space_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_measure_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_measure_decision_id")),
    )
    op.create_index("ix_measure_person", "measure", ["person_id", "id"])
    op.create_index("ix_measure_space", "measure", ["space_id"])
    for table, column in (
        ("membership", "read_only_until"),
        ("membership", "held_until"),
        ("appointment", "suspended_until"),
    ):
        op.add_column(table, sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    _name_suspensions()


def _name_suspensions() -> None:
    """Those that hold already are measures too, by the decision that was the last to make them."""
    op.execute(
        "INSERT INTO measure (person_id, space_id, kind, decision_id, roles, ends_at)"
        " SELECT m.person_id, m.space_id, 'suspended', max(d.id), '', m.suspended_until"
        " FROM membership m JOIN decision d ON d.person_id = m.person_id AND d.space_id = m.space_id"
        " WHERE d.verdict = 'suspend' AND m.ended_at IS NULL AND m.suspended_until > CURRENT_TIMESTAMP"
        " GROUP BY m.id, m.person_id, m.space_id, m.suspended_until"
    )


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    op.drop_column("appointment", "suspended_until")
    op.drop_column("membership", "held_until")
    op.drop_column("membership", "read_only_until")
    op.drop_table("measure")
