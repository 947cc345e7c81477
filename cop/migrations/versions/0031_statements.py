"""Statements, the versions in which they are published, and who accepts which."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

ACCEPTING = ("person", "application")


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "statement",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", big, nullable=False),
        sa.Column("editor_id", big, nullable=True),
        sa.Column("edited_at", moment, nullable=False),
        sa.Column("reminded_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["editor_id"], ["person.id"], name=op.f("fk_statement_editor_id")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_statement")),
    )
    op.create_table(
        "statement_version",
        sa.Column("id", big, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("number", big, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("is_material", sa.Boolean(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("publisher_id", big, nullable=False),
        sa.Column("published_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["publisher_id"], ["person.id"], name=op.f("fk_statement_version_publisher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_version")),
        sa.UniqueConstraint("key", name=op.f("uq_statement_version_key")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_statement_version_kind_number")),
    )
    op.create_table(
        "acceptance",
        sa.Column("person_id", big, nullable=False),
        sa.Column("version_id", big, nullable=False),
        sa.Column("accepted_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acceptance_person_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["statement_version.id"], name=op.f("fk_acceptance_version_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "version_id", name=op.f("pk_acceptance")),
    )
    for table in ACCEPTING:
        op.add_column(table, sa.Column("accepted_up_to", big, nullable=False, server_default="0"))


def downgrade() -> None:
    for table in ACCEPTING:
        op.drop_column(table, "accepted_up_to")
    for table in ("acceptance", "statement_version", "statement"):
        op.drop_table(table)
