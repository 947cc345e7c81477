"""Rules that moderators of a space set: slow mode of a topic, and a list of words, which a finding may name."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("topic", sa.Column("slow_posts", _big(), server_default="0", nullable=False))
    op.add_column("space", sa.Column("listed", _big(), server_default="0", nullable=False))
    op.add_column("finding", sa.Column("word", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "listed_word",
        sa.Column("id", _big(), nullable=False),
        sa.Column("space_id", _big(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("effect", sa.String(32), nullable=False),
        sa.Column("replacement", sa.Text(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_listed_word_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listed_word")),
        sa.UniqueConstraint("space_id", "folded", name=op.f("uq_listed_word_space_id_folded")),
    )


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    op.drop_table("listed_word")
    op.drop_column("finding", "word")
    op.drop_column("space", "listed")
    op.drop_column("topic", "slow_posts")
