"""What events have come to, the programmes that build on it, and who came from outside."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _of_gathering("gathering_output", "title", "address")
    _of_gathering("outsider", "name", "organisation")
    op.create_table(
        "output_citation",
        *(_number(name) for name in ("id", "programme_id", "output_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_output_citation_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["output_id"],
            ["gathering_output.id"],
            name=op.f("fk_output_citation_output_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_output_citation")),
        sa.UniqueConstraint(
            "programme_id", "output_id", name=op.f("uq_output_citation_programme_id_output_id")
        ),
    )
    op.create_index(op.f("ix_output_citation_output_id"), "output_citation", ["output_id"])


def _of_gathering(table: str, *words: str) -> None:
    op.create_table(
        table,
        *(_number(name) for name in ("id", "gathering_id")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f(f"fk_{table}_gathering_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_gathering_id"), table, ["gathering_id"])


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def downgrade() -> None:
    for table in ("output_citation", "outsider", "gathering_output"):
        op.drop_table(table)
