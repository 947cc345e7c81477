"""What moderators look at that stands in no forum and no room: intentions, offers, words of sponsors."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

SUBJECTS = (
    "post_id", "message_id", "piece_id", "profile_id", "appealed_id", "application_id", "request_id",
)  # fmt: skip
WRITTEN = ("intention_wording", "progress_update", "offer", "encouragement", "commitment")


def upgrade() -> None:
    _make_piece()
    for table in WRITTEN:
        _let_have_piece(table)
        with op.batch_alter_table(table) as batch:
            batch.create_unique_constraint(op.f(f"uq_{table}_piece_id"), ["piece_id"])
    _let_have_piece("decision")
    op.create_index(op.f("ix_decision_piece_id"), "decision", ["piece_id"])
    with op.batch_alter_table("review") as batch:
        batch.add_column(sa.Column("piece_id", _big(), nullable=True))
        batch.drop_constraint(op.f("ck_review_one_subject"), type_="check")
        given = " + ".join(f"(CASE WHEN {each} IS NULL THEN 0 ELSE 1 END)" for each in SUBJECTS)
        batch.create_check_constraint(op.f("ck_review_one_subject"), f"{given} = 1")
        batch.create_unique_constraint(op.f("uq_review_piece_id_kind"), ["piece_id", "kind"])
        batch.create_foreign_key(op.f("fk_review_piece_id"), "piece", ["piece_id"], ["id"])


def _make_piece() -> None:
    op.create_table(
        "piece",
        sa.Column("id", _big(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("space_id", _big(), nullable=False),
        sa.Column("author_id", _big(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", _big(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_piece_space_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_piece_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece")),
    )
    op.create_index(op.f("ix_piece_space_id"), "piece", ["space_id"])
    op.create_index(op.f("ix_piece_author_id"), "piece", ["author_id"])


def _let_have_piece(table: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column("piece_id", _big(), nullable=True))
        batch.create_foreign_key(op.f(f"fk_{table}_piece_id"), "piece", ["piece_id"], ["id"])


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    raise NotImplementedError("pieces have no place in what was before: restore a backup")
