"""The library of the network."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resource",
        *(_number(name) for name in ("id", "person_id", "version")),
        *(_number(name, nullable=True) for name in ("topic_id", "decider_id")),
        *(sa.Column(name, sa.String(32), nullable=False) for name in ("level", "state")),
        *(_text(name) for name in ("title", "text", "address", "reason", "key", "digest")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_resource_{column}"))
            for column, to in (("person_id", "person"), ("topic_id", "topic"), ("decider_id", "person"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint("key", name=op.f("uq_resource_key")),
    )
    op.create_index(op.f("ix_resource_person_id"), "resource", ["person_id"])
    op.create_table(
        "resource_tag",
        _number("resource_id"),
        *(_text(name) for name in ("folded", "name")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_resource_tag_resource_id")),
        sa.PrimaryKeyConstraint("resource_id", "folded", name=op.f("pk_resource_tag")),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def downgrade() -> None:
    op.drop_table("resource_tag")
    op.drop_table("resource")
