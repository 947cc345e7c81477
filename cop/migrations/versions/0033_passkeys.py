"""Passkeys, the challenges that were answered, and when a sign-in was last proved."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", _big(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passkey_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_person_id"), "passkey", ["person_id"])
    op.create_table(
        "spent_challenge",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_spent_challenge")),
    )
    _let_sign_ins_know()


def _let_sign_ins_know() -> None:
    """Those that there are were proved when they began."""
    moment = sa.DateTime(timezone=True)
    op.add_column("sign_in", sa.Column("proved_at", moment, nullable=True))
    op.execute("UPDATE sign_in SET proved_at = started_at")
    with op.batch_alter_table("sign_in") as batch:
        batch.alter_column("proved_at", existing_type=moment, nullable=False)


def _big() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    op.drop_column("sign_in", "proved_at")
    op.drop_table("spent_challenge")
    op.drop_table("passkey")
