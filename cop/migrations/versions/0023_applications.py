"""Applications to programmes, what programmes ask of those who apply, and the reviews of them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

SUBJECTS = ("post_id", "message_id", "profile_id", "appealed_id", "application_id")


def upgrade() -> None:
    _make_recruitment()
    _make_application()
    with op.batch_alter_table("review") as batch:
        batch.add_column(sa.Column("application_id", _big(), nullable=True))
        batch.alter_column("author_id", existing_type=_big(), nullable=True)
        batch.drop_constraint(op.f("ck_review_one_subject"), type_="check")
        given = " + ".join(f"(CASE WHEN {each} IS NULL THEN 0 ELSE 1 END)" for each in SUBJECTS)
        batch.create_check_constraint(op.f("ck_review_one_subject"), f"{given} = 1")
        batch.create_unique_constraint(op.f("uq_review_application_id"), ["application_id"])
        batch.create_foreign_key(op.f("fk_review_application_id"), "application", ["application_id"], ["id"])
    with op.batch_alter_table("letter") as batch:
        batch.add_column(sa.Column("application_id", _big(), nullable=True))
        batch.create_foreign_key(op.f("fk_letter_application_id"), "application", ["application_id"], ["id"])


def _make_recruitment() -> None:
    op.create_table(
        "recruitment",
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("least_band", sa.String(32), nullable=True),
        sa.Column("regions", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_recruitment_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_recruitment")),
    )


def _make_application() -> None:
    others = {
        "programme": "programme_id",
        "space": "cohort_id",
        "organisation": "organisation_id",
        "invitation": "invitation_id",
    }
    op.create_table(
        "application",
        sa.Column("id", _big(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("cohort_id", _big(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation_id", _big(), nullable=True),
        sa.Column("elsewhere", sa.Text(), nullable=False),
        sa.Column("professional_role", sa.String(32), nullable=False),
        sa.Column("band", sa.String(32), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("invitation_id", _big(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_application_{column}"))
            for table, column in others.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("key", name=op.f("uq_application_key")),
    )
    op.create_index("ix_application_email", "application", ["email"])
    op.create_index(op.f("ix_application_programme_id"), "application", ["programme_id"])


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    raise NotImplementedError("reviews of applications have no place in what was before: restore a backup")
