"""One review for a subject and a kind, with its version, claim and reminders; findings; reasons of one list; decisions
that no person made, or that hold everywhere.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("decision") as batch:
        batch.add_column(sa.Column("ground", sa.String(32), nullable=True))
        batch.alter_column("space_id", existing_type=_big(), nullable=True)
        batch.alter_column("actor_id", existing_type=_big(), nullable=True)
    with op.batch_alter_table("report") as batch:
        batch.drop_constraint("uq_report_review_id_reporter_id", type_="unique")
        batch.alter_column("category", existing_type=sa.Text(), type_=sa.String(32))
    _merge_reviews()
    with op.batch_alter_table("report") as batch:
        batch.create_unique_constraint(
            op.f("uq_report_review_id_reporter_id_version"), ["review_id", "reporter_id", "version"]
        )
    op.drop_index("uq_review_post", table_name="review")
    op.drop_index("uq_review_message", table_name="review")
    with op.batch_alter_table("review") as batch:
        _add_to_review(batch)
    op.execute("UPDATE review SET falls_to = 'stewards' WHERE is_escalated")
    with op.batch_alter_table("review") as batch:
        batch.drop_column("is_escalated")
    op.create_table(
        "finding",
        sa.Column("id", _big(), nullable=False),
        sa.Column("review_id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("detector", sa.String(32), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("line", _big(), nullable=False),
        sa.Column("start", _big(), nullable=False),
        sa.Column("length", _big(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_finding_person_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_finding_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_review_id"), "finding", ["review_id"])
    op.add_column("attachment", sa.Column("doubts", sa.Text(), server_default="", nullable=False))
    op.add_column("space", sa.Column("hide_after", _big(), server_default="3", nullable=False))
    op.add_column("space", sa.Column("slow_room", _big(), server_default="0", nullable=False))


def _merge_reviews() -> None:
    """Of several reviews of one thing the newest stays, with the reports and the decisions of all of them."""
    newest = (
        "SELECT max(n.id) FROM review n, review o WHERE o.id = {}.review_id AND n.kind = o.kind"
        " AND (n.post_id = o.post_id OR n.message_id = o.message_id)"
    )
    for table in ("report", "decision"):
        there = f"({newest.format(table)})"
        op.execute(f"UPDATE {table} SET review_id = {there} WHERE review_id IS NOT NULL")  # noqa: S608 - our words
    op.execute(
        "DELETE FROM report WHERE EXISTS (SELECT 1 FROM report n WHERE n.review_id = report.review_id"
        " AND n.reporter_id = report.reporter_id AND n.version = report.version AND n.id > report.id)"
    )
    op.execute(
        "DELETE FROM review WHERE EXISTS (SELECT 1 FROM review n WHERE n.kind = review.kind AND n.id > review.id"
        " AND (n.post_id = review.post_id OR n.message_id = review.message_id))"
    )


def _add_to_review(batch: object) -> None:
    for column in (
        sa.Column("profile_id", _big(), nullable=True),
        sa.Column("appealed_id", _big(), nullable=True),
        sa.Column("falls_to", sa.String(32), server_default="moderators", nullable=False),
        sa.Column("plea", sa.Text(), server_default="", nullable=False),
        sa.Column("version", _big(), server_default="1", nullable=False),
        sa.Column("claimed_by_id", _big(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded", _big(), server_default="0", nullable=False),
    ):
        batch.add_column(column)
    batch.alter_column("space_id", existing_type=_big(), nullable=True)
    batch.drop_constraint(op.f("ck_review_one_subject"), type_="check")
    subjects = ("post_id", "message_id", "profile_id", "appealed_id")
    given = " + ".join(f"(CASE WHEN {each} IS NULL THEN 0 ELSE 1 END)" for each in subjects)
    batch.create_check_constraint(op.f("ck_review_one_subject"), f"{given} = 1")
    for subject in ("post_id", "message_id", "profile_id"):
        batch.create_unique_constraint(op.f(f"uq_review_{subject}_kind"), [subject, "kind"])
    batch.create_unique_constraint(op.f("uq_review_appealed_id"), ["appealed_id"])
    for column, table in (("profile_id", "person"), ("claimed_by_id", "person"), ("appealed_id", "decision")):
        batch.create_foreign_key(op.f(f"fk_review_{column}"), table, [column], ["id"])


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    raise NotImplementedError("reviews that were merged can't be told apart again: restore a backup")
