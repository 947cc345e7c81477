"""Set meetings: their clock and parts, who is there, bids and slots, the floor, and what is taken from them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

STATES = (
    "proposed", "scheduled", "lobby", "check_in", "review_actions", "bidding", "slot.present", "slot.clarify",
    "slot.explore", "slot.resources", "slot.summarise", "slot.actions", "slot.feedback", "slot.withdrawn", "break",
    "paused", "close", "record", "archived", "inquorate", "cancelled",
)  # fmt: skip


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=32)


def _state() -> sa.Enum:
    return _one_of("meetingstate", *STATES)


def _number(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, BIG, nullable=nullable)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _time(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, TIME, nullable=nullable)


def _leads(table: str, column: str, to: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns or ("id",), name=op.f(f"pk_{table}"))


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    _meetings()
    _bids_and_slots()
    _people()
    _floor()
    _outcomes()


def _meetings() -> None:
    people = (
        "convener_id", "facilitator_id", "host_id", "timekeeper_id", "note_taker_id", "floor_id", "taker_id",
        "next_host_id", "next_facilitator_id",
    )  # fmt: skip
    counts = ("version", "pulse", "said", "stretch", "round", "quorum", "slot_minutes", "slots_planned")
    moments = (
        "opened_at", "phase_began_at", "phase_deadline_at", "order_at", "taking_at", "next_starts_at", "recorded_at",
        "ended_at",
    )  # fmt: skip
    op.create_table(
        "meeting",
        *(_number(name) for name in ("id", "space_id", *counts, "extensions", "slot_place")),
        *(_number(name, nullable=name not in ("convener_id", "host_id")) for name in people),
        *(_number(name, nullable=True) for name in ("remaining_s", "asked_minutes")),
        sa.Column("state", _state(), nullable=False),
        sa.Column("came_from", _state(), nullable=True),
        sa.Column("template", _one_of("template", "t90", "t180", "teq", "tasy"), nullable=False),
        sa.Column("channel", _one_of("channel", "text", "companion", "async"), nullable=False),
        sa.Column("next_step", _one_of("next", "date", "poll", "ending"), nullable=True),
        sa.Column("called", _one_of("called", "date", "too_few", "leaders", "other"), nullable=True),
        *(_flag(name) for name in ("is_strict", "is_support")),
        *(_text(name) for name in ("key", "digest")),
        *(_time(name, nullable=False) for name in ("created_at", "starts_at")),
        *(_time(name) for name in moments),
        _leads("meeting", "space_id", "space"),
        *(_leads("meeting", name, "person") for name in people),
        sa.CheckConstraint(
            "phase_deadline_at IS NULL OR remaining_s IS NULL", name=op.f("ck_meeting_one_clock")
        ),
        sa.CheckConstraint(
            "(state = 'paused') = (came_from IS NOT NULL)", name=op.f("ck_meeting_paused_somewhere")
        ),
        _key("meeting"),
        _once("meeting", "convener_id", "key"),
    )
    op.create_index(op.f("ix_meeting_space_id_starts_at"), "meeting", ["space_id", "starts_at"])
    running = sa.text("state IN ('scheduled', 'record')")
    op.create_index("ix_meeting_running", "meeting", ["id"], sqlite_where=running, postgresql_where=running)
    op.create_table(
        "meeting_timing",
        sa.Column("meeting_id", BIG, nullable=False, autoincrement=False),
        sa.Column("phase", _state(), nullable=False),
        _number("minutes"),
        _leads("meeting_timing", "meeting_id", "meeting", ondelete="CASCADE"),
        _key("meeting_timing", "meeting_id", "phase"),
    )


def _bids_and_slots() -> None:
    op.create_table(
        "meeting_bid",
        *(_number(name) for name in ("id", "meeting_id", "person_id", "minutes", "urgency", "priority")),
        _text("title"),
        sa.Column("state", _one_of("bidstate", "placed", "taken", "deferred", "carried"), nullable=False),
        _time("placed_at", nullable=False),
        sa.CheckConstraint("urgency BETWEEN 1 AND 3", name=op.f("ck_meeting_bid_urgency")),
        _leads("meeting_bid", "meeting_id", "meeting", ondelete="CASCADE"),
        _leads("meeting_bid", "person_id", "person"),
        _key("meeting_bid"),
        _once("meeting_bid", "meeting_id", "person_id"),
    )
    _indexed("meeting_bid", "person_id")
    op.create_table(
        "meeting_slot",
        *(_number(name) for name in ("id", "meeting_id", "presenter_id", "place", "minutes")),
        _number("bid_id", nullable=True),
        sa.Column("state", _one_of("slotstate", "waiting", "open", "done", "withdrawn"), nullable=False),
        *(_flag(name) for name in ("is_ready", "wants_resources", "has_no_action", "agrees_summary")),
        *(_number(name) for name in ("questions", "statements", "sat_with")),
        _leads("meeting_slot", "meeting_id", "meeting", ondelete="CASCADE"),
        _leads("meeting_slot", "bid_id", "meeting_bid", ondelete="SET NULL"),
        _leads("meeting_slot", "presenter_id", "person"),
        _key("meeting_slot"),
    )
    _indexed("meeting_slot", "meeting_id", "presenter_id")


def _of_person(table: str, *columns: sa.Column[Any], key: tuple[str, ...]) -> None:
    """What somebody has, says or gives at a meeting."""
    op.create_table(
        table,
        sa.Column("meeting_id", BIG, nullable=False, autoincrement=False),
        sa.Column("person_id", BIG, nullable=False, autoincrement=False),
        *columns,
        _leads(table, "meeting_id", "meeting", ondelete="CASCADE"),
        _leads(table, "person_id", "person"),
        _key(table, *key),
    )
    _indexed(table, "person_id")


def _people() -> None:
    both = ("meeting_id", "person_id")
    attended = (_time("came_at"), _flag("is_sorry"), _time("ticked_at"), _number("rules", nullable=True))
    _of_person("meeting_attendance", *attended, _time("stopped_clock_at"), key=both)
    matter = sa.Column("matter", _one_of("matter", "small", "order", "extend", "take", "end"), nullable=False)
    _of_person("meeting_voice", matter, _flag("is_for"), key=("meeting_id", "matter", "person_id"))
    offices = ("facilitator", "host", "timekeeper", "note_taker")
    office = sa.Column("office", _one_of("office", *offices), nullable=False)
    offered = _time("offered_at", nullable=False)
    _of_person("meeting_handover", office, offered, key=("meeting_id", "office"))
    _of_person("meeting_score", _number("score"), key=both)
    with op.batch_alter_table("meeting_score") as table:
        table.create_check_constraint(op.f("ck_meeting_score_one_to_five"), "score BETWEEN 1 AND 5")
    op.create_table(
        "meeting_stay",
        *(_number(name) for name in ("id", "meeting_id", "person_id", "from_seq", "heard")),
        _number("to_seq", nullable=True),
        _time("seen_at", nullable=False),
        _flag("is_live"),
        _time("ended_at"),
        _leads("meeting_stay", "meeting_id", "meeting", ondelete="CASCADE"),
        _leads("meeting_stay", "person_id", "person"),
        _key("meeting_stay"),
    )
    _indexed("meeting_stay", "meeting_id", "person_id")
    here = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_meeting_stay_open",
        "meeting_stay",
        ["meeting_id", "person_id"],
        unique=True,
        sqlite_where=here,
        postgresql_where=here,
    )


def _floor() -> None:
    op.create_table(
        "meeting_line",
        *(_number(name) for name in ("id", "meeting_id", "author_id", "seq", "stretch")),
        _number("slot_id", nullable=True),
        sa.Column("phase", _state(), nullable=False),
        sa.Column(
            "kind", _one_of("linekind", "talk", "question", "answer", "offer", "process"), nullable=False
        ),
        *(_text(name) for name in ("text", "key", "digest")),
        _flag("is_sat_with"),
        _time("created_at", nullable=False),
        _leads("meeting_line", "meeting_id", "meeting", ondelete="CASCADE"),
        _leads("meeting_line", "slot_id", "meeting_slot", ondelete="CASCADE"),
        _leads("meeting_line", "author_id", "person"),
        _key("meeting_line"),
        _once("meeting_line", "author_id", "key"),
        _once("meeting_line", "meeting_id", "seq"),
    )
    _indexed("meeting_line", "slot_id")
    op.create_table(
        "meeting_turn",
        *(_number(name) for name in ("id", "meeting_id", "person_id", "stretch", "round", "spoken", "asked")),
        *(_number(name, nullable=True) for name in ("slot_id", "raised")),
        _flag("has_passed"),
        sa.CheckConstraint(
            "NOT (has_passed AND raised IS NOT NULL)", name=op.f("ck_meeting_turn_up_or_passed")
        ),
        _leads("meeting_turn", "meeting_id", "meeting", ondelete="CASCADE"),
        _leads("meeting_turn", "slot_id", "meeting_slot", ondelete="CASCADE"),
        _leads("meeting_turn", "person_id", "person"),
        _key("meeting_turn"),
        _once("meeting_turn", "meeting_id", "stretch", "round", "person_id"),
    )
    _indexed("meeting_turn", "slot_id", "person_id")


def _of_space(table: str, person: str, *columns: sa.Column[Any]) -> None:
    """What stays a person's in their set, whatever becomes of the meeting."""
    op.create_table(
        table,
        *(_number(name) for name in ("id", "space_id", person)),
        *(_number(name, nullable=True) for name in ("meeting_id", "slot_id")),
        _text("text"),
        *columns,
        _time("created_at", nullable=False),
        _leads(table, "space_id", "space"),
        _leads(table, "meeting_id", "meeting", ondelete="SET NULL"),
        _leads(table, "slot_id", "meeting_slot", ondelete="SET NULL"),
        _leads(table, person, "person"),
        *(
            [_leads(table, "reviewed_in_id", "meeting", ondelete="SET NULL")]
            if table == "meeting_action"
            else []
        ),
        _key(table),
    )
    _indexed(table, "space_id", "meeting_id", "slot_id", person)


def _outcomes() -> None:
    _of_space(
        "meeting_action",
        "owner_id",
        sa.Column("due_on", sa.Date(), nullable=True),
        *(_text(name) for name in ("first_step", "support")),
        sa.Column(
            "state", _one_of("actionstate", "open", "part", "not_done", "done", "dropped"), nullable=False
        ),
        _number("reviewed_in_id", nullable=True),
        _time("closed_at"),
    )
    is_open = sa.text("closed_at IS NULL")
    both = ["space_id", "owner_id"]
    op.create_index(
        "ix_meeting_action_open", "meeting_action", both, sqlite_where=is_open, postgresql_where=is_open
    )
    kind = sa.Column("kind", _one_of("learningkind", "insight", "learning", "review"), nullable=False)
    _of_space("meeting_learning", "person_id", kind, _flag("is_shared"))
    op.create_table(
        "meeting_summary",
        sa.Column("meeting_id", BIG, nullable=False, autoincrement=False),
        *(_number(name) for name in ("author_id", "version")),
        _text("text"),
        _time("written_at", nullable=False),
        _leads("meeting_summary", "meeting_id", "meeting", ondelete="CASCADE"),
        _leads("meeting_summary", "author_id", "person"),
        _key("meeting_summary", "meeting_id"),
    )
    _indexed("meeting_summary", "author_id")


def downgrade() -> None:
    for table in (
        "summary", "learning", "action", "turn", "line", "stay", "score", "handover", "voice", "attendance", "slot",
        "bid", "timing",
    ):  # fmt: skip
        op.drop_table(f"meeting_{table}")
    op.drop_table("meeting")
