"""Impact by level, and stories of value."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "impact",
        sa.Column("id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("intention_id", _big(), nullable=True),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        *_common("impact"),
        sa.ForeignKeyConstraint(["intention_id"], ["intention.id"], name=op.f("fk_impact_intention_id")),
    )
    op.create_index(op.f("ix_impact_intention_id"), "impact", ["intention_id"])
    op.create_table(
        "value_story",
        sa.Column("id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("immediate", "potential", "applied", "realised", "transformative")
        ),
        sa.Column("topic_id", _big(), nullable=True),
        sa.Column("intention_id", _big(), nullable=True),
        sa.Column("began_at_meeting", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("for_evaluation", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        *_common("value_story"),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_value_story_topic_id")),
        sa.ForeignKeyConstraint(["intention_id"], ["intention.id"], name=op.f("fk_value_story_intention_id")),
    )


def _common(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("piece_id", _big(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f(f"fk_{table}_piece_id")),
        sa.UniqueConstraint("person_id", "key", name=op.f(f"uq_{table}_person_id_key")),
        sa.UniqueConstraint("piece_id", name=op.f(f"uq_{table}_piece_id")),
    )


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    raise NotImplementedError("impact and stories have no place in what was before: restore a backup")
