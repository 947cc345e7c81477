"""Whom posts name, what they quote, reactions to them, and bookmarks."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("named", "quoted", "lost", "whole_html", "marked"):
        op.add_column("post", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column(
        "post", sa.Column("names_everyone", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("post", sa.Column("changed", _big(), server_default="0", nullable=False))
    _link("post_mention", "person_id", to="person.id")
    _link("post_quote", "quoted_id", to="post.id")
    op.create_table(
        "post_mark",
        sa.Column("post_id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_post_mark_post_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_mark_person_id")),
        sa.PrimaryKeyConstraint("post_id", "person_id", "word", name=op.f("pk_post_mark")),
    )
    op.create_index(op.f("ix_post_mark_person_id"), "post_mark", ["person_id"])
    op.create_table(
        "bookmark",
        sa.Column("id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("post_id", _big(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_bookmark_post_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bookmark_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookmark")),
        sa.UniqueConstraint("person_id", "post_id", name=op.f("uq_bookmark_person_id_post_id")),
    )
    op.create_index(op.f("ix_bookmark_post_id"), "bookmark", ["post_id"])
    op.create_index("ix_bookmark_due", "bookmark", ["remind_on"], **_where("reminded_at IS NULL"))


def downgrade() -> None:
    for table in ("bookmark", "post_mark", "post_quote", "post_mention"):
        op.drop_table(table)
    with op.batch_alter_table("post") as batch_op:
        for name in ("changed", "names_everyone", "marked", "whole_html", "lost", "quoted", "named"):
            batch_op.drop_column(name)


def _link(table: str, other: str, *, to: str) -> None:
    """A table of posts and whom or what each refers to."""
    op.create_table(
        table,
        sa.Column("post_id", _big(), nullable=False),
        sa.Column(other, _big(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f(f"fk_{table}_post_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint([other], [to], name=op.f(f"fk_{table}_{other}"), **_going_with(to)),
        sa.PrimaryKeyConstraint("post_id", other, name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{other}"), table, [other])


def _going_with(to: str) -> dict[str, str]:
    return {"ondelete": "CASCADE"} if to == "post.id" else {}


def _where(condition: str) -> dict[str, sa.TextClause]:
    return {f"{dialect}_where": sa.text(condition) for dialect in ("postgresql", "sqlite")}


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
