"""Groups that people can ask for, and their requests."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OPEN = sa.text("answered_at IS NULL")
SUBJECTS = ("post_id", "message_id", "profile_id", "appealed_id", "application_id", "request_id")


def upgrade() -> None:
    op.add_column("space", sa.Column("joining", sa.String(32), nullable=False, server_default="invited"))
    _make_request()
    with op.batch_alter_table("review") as batch:
        batch.add_column(sa.Column("request_id", _big(), nullable=True))
        batch.drop_constraint(op.f("ck_review_one_subject"), type_="check")
        given = " + ".join(f"(CASE WHEN {each} IS NULL THEN 0 ELSE 1 END)" for each in SUBJECTS)
        batch.create_check_constraint(op.f("ck_review_one_subject"), f"{given} = 1")
        batch.create_unique_constraint(op.f("uq_review_request_id"), ["request_id"])
        batch.create_foreign_key(op.f("fk_review_request_id"), "join_request", ["request_id"], ["id"])


def _make_request() -> None:
    op.create_table(
        "join_request",
        sa.Column("id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("space_id", _big(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_let_in", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_join_request_person_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_join_request_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
    )
    op.create_index(
        "uq_join_request_open",
        "join_request",
        ["person_id", "space_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(op.f("ix_join_request_space_id"), "join_request", ["space_id"])


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    raise NotImplementedError("requests have no place in what was before: restore a backup")
