"""Improvement intentions of pairs, what they rest on, how far they have come, and help that is offered with them."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

BIG, TIME = sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.DateTime(timezone=True)
WORD, OPEN = sa.String(32), sa.text("closed_at IS NULL")


def upgrade() -> None:
    _intention()
    _key_relationship()
    _offer()
    _indicator()
    _progress_update()
    _sponsoring()


def _intention() -> None:
    op.create_table(
        "intention",
        sa.Column("id", BIG, nullable=False),
        sa.Column("pair_id", BIG, nullable=False),
        sa.Column("status", WORD, nullable=False),
        sa.Column("shown", BIG, nullable=False),
        sa.Column("asked_by_id", BIG, nullable=True),
        sa.Column("begun_at", TIME, nullable=False),
        *(sa.Column(name, TIME, nullable=True) for name in ("shared_at", "closed_at")),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("for_sponsor", sa.Boolean(), nullable=False),
        *_leads("intention", pair_id="pair", asked_by_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intention")),
    )
    op.create_index("ix_intention_pair", "intention", ["pair_id"])
    op.create_index(
        "uq_intention_open", "intention", ["pair_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "intention_wording",
        *(sa.Column(name, BIG, nullable=False) for name in ("intention_id", "number")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("statement", "ambition")),
        sa.Column("theme", WORD, nullable=False),
        sa.Column("stakeholders", sa.Text(), nullable=False),
        sa.Column("editor_id", BIG, nullable=False),
        sa.Column("written_at", TIME, nullable=False),
        sa.Column("shared_at", TIME, nullable=True),
        *_leads("intention_wording", intention_id="intention", editor_id="person"),
        sa.PrimaryKeyConstraint("intention_id", "number", name=op.f("pk_intention_wording")),
    )


def _key_relationship() -> None:
    op.create_table(
        "key_relationship",
        *(sa.Column(name, BIG, nullable=False) for name in ("id", "intention_id")),
        sa.Column("kind", WORD, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("who", "partner")),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("added_at", TIME, nullable=False),
        *_leads("key_relationship", intention_id="intention", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_relationship")),
    )
    op.create_index(op.f("ix_key_relationship_intention_id"), "key_relationship", ["intention_id"])


def _offer() -> None:
    op.create_table(
        "offer",
        *(sa.Column(name, BIG, nullable=False) for name in ("id", "intention_id", "person_id")),
        sa.Column("organisation_id", BIG, nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("text", "key")),
        sa.Column("offered_at", TIME, nullable=False),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("was_accepted", sa.Boolean(), nullable=False),
        *_leads("offer", intention_id="intention", person_id="person", organisation_id="organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_offer_person_id_key")),
    )
    op.create_index(op.f("ix_offer_intention_id"), "offer", ["intention_id"])


def _indicator() -> None:
    op.create_table(
        "indicator",
        *(sa.Column(name, BIG, nullable=False) for name in ("id", "intention_id")),
        sa.Column("kind", WORD, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "unit")),
        *_dated("baseline", "target"),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("added_at", TIME, nullable=False),
        *_leads("indicator", intention_id="intention", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
    )
    op.create_index(op.f("ix_indicator_intention_id"), "indicator", ["intention_id"])
    op.create_table(
        "indicator_value",
        *(sa.Column(name, BIG, nullable=False) for name in ("id", "indicator_id")),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("written_at", TIME, nullable=False),
        *_leads("indicator_value", indicator_id="indicator", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_value")),
        sa.UniqueConstraint("indicator_id", "day", name=op.f("uq_indicator_value_indicator_id_day")),
    )


def _progress_update() -> None:
    op.create_table(
        "progress_update",
        *(sa.Column(name, BIG, nullable=False) for name in ("id", "intention_id", "person_id")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("organisation", "leadership", "key")),
        sa.Column("written_at", TIME, nullable=False),
        *_leads("progress_update", intention_id="intention", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_update")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_progress_update_person_id_key")),
    )
    op.create_index(op.f("ix_progress_update_intention_id"), "progress_update", ["intention_id"])


def _sponsoring() -> None:
    op.create_table(
        "commitment",
        *(sa.Column(name, BIG, nullable=False) for name in ("id", "pair_id", "person_id")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("text", "time_protected")),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        *_leads("commitment", pair_id="pair", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    op.create_index(op.f("ix_commitment_pair_id"), "commitment", ["pair_id"])
    op.create_table(
        "encouragement",
        *(sa.Column(name, BIG, nullable=False) for name in ("intention_id", "person_id")),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", TIME, nullable=False),
        *_leads("encouragement", intention_id="intention", person_id="person"),
        sa.PrimaryKeyConstraint("intention_id", "person_id", name=op.f("pk_encouragement")),
    )


def _dated(*names: str) -> list[sa.Column[object]]:
    return [
        column
        for name in names
        for column in (
            sa.Column(name, sa.Double(), nullable=False),
            sa.Column(f"{name}_on", sa.Date(), nullable=False),
        )
    ]


def _leads(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, to in columns.items()
    ]


GONE = (
    "encouragement commitment progress_update indicator_value indicator offer key_relationship "
    "intention_wording intention"
)


def downgrade() -> None:
    for table in GONE.split():
        op.drop_table(table)
