"""Lists of people who are brought in together, pairs, and what is known of whoever is invited."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")
CELLS = ("name", "email", "organisation", "role", "cohort", "set_name", "pair", "sponsor")


def upgrade() -> None:
    with op.batch_alter_table("invitation") as batch:
        batch.add_column(sa.Column("name", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("organisation_id", _big(), nullable=True))
        batch.add_column(sa.Column("professional_role", sa.String(32), nullable=True))
        batch.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(
            op.f("fk_invitation_organisation_id"), "organisation", ["organisation_id"], ["id"]
        )
    _make_pair()
    _make_wave()
    _make_wave_row()


def _make_pair() -> None:
    op.create_table(
        "pair",
        sa.Column("id", _big(), nullable=False),
        sa.Column("organisation_id", _big(), nullable=False),
        sa.Column("cohort_id", _big(), nullable=True),
        sa.Column("space_id", _big(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_pair_organisation_id")
        ),
        sa.ForeignKeyConstraint(["cohort_id"], ["space.id"], name=op.f("fk_pair_cohort_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_pair_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair")),
        sa.UniqueConstraint("space_id", name=op.f("uq_pair_space_id")),
    )
    op.create_index(
        "ix_pair_open", "pair", ["organisation_id", "label"], sqlite_where=OPEN, postgresql_where=OPEN
    )


def _make_wave() -> None:
    op.create_table(
        "wave",
        sa.Column("id", _big(), nullable=False),
        sa.Column("actor_id", _big(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sending_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_wave_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
    )


def _make_wave_row() -> None:
    op.create_table(
        "wave_row",
        sa.Column("id", _big(), nullable=False),
        sa.Column("wave_id", _big(), nullable=False),
        sa.Column("number", _big(), nullable=False),
        *(sa.Column(each, sa.Text(), nullable=False) for each in CELLS),
        sa.Column("fate", sa.String(32), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("invitation_id", _big(), nullable=True),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_wave_row_wave_id")),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_wave_row_invitation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave_row")),
    )
    op.create_index("ix_wave_row_fate", "wave_row", ["wave_id", "fate", "number"])


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    raise NotImplementedError("pairs and lists have no place in what was before: restore a backup")
