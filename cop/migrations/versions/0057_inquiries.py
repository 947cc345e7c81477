"""Inquiries: open questions, what comes back, and what was heard."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

TABLES = (
    "inquiry",
    "inquiry_question",
    "inquiry_organisation",
    "inquiry_response",
    "inquiry_answer",
    "inquiry_theme",
    "themed_response",
)


def upgrade() -> None:
    op.create_table(
        "inquiry",
        *(_number(name) for name in ("id", "opener_id", "version")),
        *(_text(name) for name in ("title", "about", "report", "document", "address", "key", "digest")),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("is_for_all", sa.Boolean(), nullable=False),
        _number("topic_id", nullable=True),
        _moment("created_at"),
        _moment("published_at", nullable=True),
        *(_leads("inquiry", *way) for way in (("opener_id", "person"), ("topic_id", "topic"))),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sa.UniqueConstraint("key", name=op.f("uq_inquiry_key")),
    )
    _of_inquiry("inquiry_question", _number("place"), _text("text"))
    _between("inquiry_organisation", ("inquiry_id", "inquiry"), ("organisation_id", "organisation"))
    op.create_table(
        "inquiry_response",
        *(_number(name) for name in ("id", "inquiry_id", "person_id")),
        _number("organisation_id", nullable=True),
        sa.Column("readers", sa.String(32), nullable=False),
        sa.Column("may_quote", sa.Boolean(), nullable=False),
        _moment("sent_at", nullable=True),
        _moment("changed_at"),
        _leads("inquiry_response", "inquiry_id", "inquiry"),
        _leads("inquiry_response", "person_id", "person"),
        _leads("inquiry_response", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_response")),
        sa.UniqueConstraint("inquiry_id", "person_id", name=op.f("uq_inquiry_response_inquiry_id_person_id")),
    )
    op.create_index(op.f("ix_inquiry_response_person_id"), "inquiry_response", ["person_id"])
    _of_inquiry(
        "inquiry_answer",
        _number("question_id"),
        _number("person_id"),
        _text("text"),
        _leads("inquiry_answer", "question_id", "inquiry_question"),
        _leads("inquiry_answer", "person_id", "person"),
        sa.UniqueConstraint("question_id", "person_id", name=op.f("uq_inquiry_answer_question_id_person_id")),
    )
    op.create_index(op.f("ix_inquiry_answer_person_id"), "inquiry_answer", ["person_id"])
    _of_inquiry("inquiry_theme", _text("title"), _text("text"))
    _between("themed_response", ("theme_id", "inquiry_theme"), ("person_id", "person"))
    op.create_index(op.f("ix_themed_response_person_id"), "themed_response", ["person_id"])


def _of_inquiry(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        _number("id"),
        _number("inquiry_id"),
        *columns,
        _leads(table, "inquiry_id", "inquiry"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_inquiry_id"), table, ["inquiry_id"])


def _between(table: str, *ways: tuple[str, str]) -> None:
    op.create_table(
        table,
        *(_number(column) for column, _ in ways),
        *(_leads(table, column, to) for column, to in ways),
        sa.PrimaryKeyConstraint(*(column for column, _ in ways), name=op.f(f"pk_{table}")),
    )


def _leads(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
