"""The registry: for every column there is, whether it holds something of a person, and whose (security.md S25).

What is copied for a person, and what must be gone once they have left, is found here: a new table or a new column
stands in no line, which fails a test until somebody has said what it is.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa

from cop.db import Base


class Holds(StrEnum):
    """What a column holds."""

    PERSONAL = "personal"
    """About the person whose row it is, or by them: in their copy, and gone or nobody's once they have left."""
    AGAIN = "again"
    """Made of something personal, such as its HTML or its stems: in no copy, and gone with what it was made of."""
    OTHERS = "others"
    """About somebody else than whose row it is: in no copy."""
    CREDENTIAL = "credential"
    """By which somebody signs in or is recognised: in no copy, which says that it is there."""
    NOTHING = "nothing"
    """Nothing of a person: ids, keys, counters, settings, and what belongs to a space or to the network."""


class Table(NamedTuple):
    """How rows belong to people, and which of their columns hold what.

    `whose` are the ways from a row to its person: a column that names them ("author_id"), one of a row that it leads to
    ("post_id.author_id"), or one with their address ("@email"). The others are names with spaces between them. Ids
    and moments stand in none: `held_in` says what these are.
    """

    whose: tuple[str, ...] = ()
    personal: str = ""
    again: str = ""
    others: str = ""
    credential: str = ""
    nothing: str = ""


KEYS = "key digest"
"""Of a form that sent something, and a fingerprint of what it sent."""

RENDERED = "html"
VERSIONS = "version renderer"
"""How often a text was changed, and by which rules its HTML was made."""
SET_UP = "kind policy joining room_state keep_days shows_revisions members_summarise hide_after slow_room"
COUNTED = "listed said pulse roster activity"
"""How a space is set up, and what it counts."""

TABLES: dict[str, Table] = {
    "acceptance": Table(("person_id",)),
    "access_note": Table(("person_id",), personal="text"),
    "address_change": Table(("person_id",), personal="former wanted", nothing="moved"),
    "affiliation": Table(("person_id",)),
    "application": Table(
        ("@email",),
        personal="email name elsewhere statement question answer doubts professional_role band state",
        nothing="key accepted_up_to",
    ),
    "appointment": Table(("person_id",), personal="role", nothing="announced"),
    "attachment": Table(
        ("person_id",),
        personal="name description media size doubts",
        again="sent digest",
        nothing="key stored width height place",
    ),
    "authenticator": Table(("person_id",), credential="salt", nothing="step"),
    "block": Table(("blocker_id",)),
    "booking_window": Table(nothing="number mode first_on last_on"),
    "bookmark": Table(("person_id",), personal="remind_on"),
    "cohort": Table(nothing="venue stage"),
    "commitment": Table(("person_id",), personal="text time_protected review_on"),
    "conversation": Table(("starter_id",), others="people"),
    "decision": Table(("person_id", "actor_id"), personal="reason verdict ground"),
    "departure": Table(("person_id",), personal="name address way step"),
    "encouragement": Table(("person_id",), personal="text"),
    "export": Table(
        ("person_id",), personal="size", nothing="stored moved_at failed_at turn tries done steps"
    ),
    "feed": Table(("person_id",), personal="is_calendar", credential="token_hash"),
    "finding": Table(("person_id",), personal="detector", nothing="word part line start length"),
    "forum_draft": Table(("person_id",), personal="title text", nothing="key seen_version turn"),
    "gathering": Table(
        nothing="kind called partner purpose day last_day begins ends venue places scope region invited sequence "
        + KEYS
    ),
    "gathering_output": Table(nothing="title address"),
    "gathering_place": Table(("person_id",)),
    "ground_rules": Table(nothing="text change number"),
    "handover_check": Table(("person_id",), personal="note condition"),
    "hold": Table(others="reference"),  # whom it is on need not be told
    "identity": Table(("person_id",), personal="issuer subject"),
    "indicator": Table(("person_id",), personal="kind name unit baseline baseline_on target target_on"),
    "indicator_value": Table(("person_id",), personal="day value"),
    "inquiry": Table(nothing=f"title about closes_on is_for_all report document address {KEYS} version"),
    "inquiry_answer": Table(("person_id",), personal="text"),
    "inquiry_organisation": Table(),
    "inquiry_question": Table(nothing="place text"),
    "inquiry_response": Table(("person_id",), personal="readers may_quote"),
    "inquiry_theme": Table(nothing="title text"),
    "inspection": Table(
        ("asker_id", "decider_id"), personal="reference reason delay_reason answer delay_days basis"
    ),
    "impact": Table(("person_id",), personal="level happened_on text evidence is_shared", nothing="key"),
    "intention": Table(nothing="status shown review_on reminded_of for_sponsor"),
    "intention_wording": Table(
        ("editor_id",), personal="statement ambition theme stakeholders", nothing="number"
    ),
    "invitation": Table(
        ("@email", "inviter_id"), personal="email name appointment professional_role", nothing="issue"
    ),
    "join_request": Table(("person_id",), personal="said was_let_in"),
    "keeping_rule": Table(nothing="kind days"),
    "key_relationship": Table(("person_id",), personal="kind who partner"),
    "keeping_run": Table(nothing="kind day went"),
    "letter": Table(("person_id", "@address"), personal="address kind", nothing="due_at tries"),
    "listed_word": Table(nothing="phrase folded replacement effect"),
    "mark": Table(("person_id",), personal="word"),
    "material": Table(nothing="title address"),
    "measure": Table(("person_id",), personal="roles kind"),
    "meeting": Table(
        nothing=f"{KEYS} state came_from version pulse said stretch round template channel is_strict quorum"
        " slot_minutes slots_planned is_support is_first paused_for remaining_s extensions asked_minutes slot_place"
        " goes_on_without next_step called reminded"
    ),
    "meeting_action": Table(
        ("owner_id",), personal="text due_on first_step support state", nothing="reminded_for"
    ),
    "meeting_attendance": Table(("person_id",), personal="is_sorry", nothing="rules"),
    "meeting_bid": Table(("person_id",), personal="title minutes urgency priority state"),
    "meeting_date": Table(("proposer_id",)),
    "meeting_date_answer": Table(("person_id",), personal="suits"),
    "meeting_handover": Table(("person_id",), personal="office"),
    "meeting_hope": Table(("person_id",), personal="text"),
    "meeting_learning": Table(("person_id",), personal="kind text is_shared"),
    "meeting_line": Table(
        ("author_id",), personal="text phase kind", others="is_sat_with", nothing=f"{KEYS} seq stretch"
    ),
    "meeting_note": Table(("person_id",), personal="text", nothing="version"),
    "meeting_score": Table(("person_id",), personal="score"),
    "meeting_slot": Table(
        ("presenter_id",),
        personal="minutes state wants_resources has_no_action questions statements sat_with",
        nothing="place is_ready agrees_summary",
    ),
    "meeting_stay": Table(("person_id",), nothing="from_seq to_seq heard is_live"),
    "meeting_summary": Table(("author_id",), personal="text", nothing="version"),
    "meeting_timing": Table(nothing="phase minutes"),
    "meeting_turn": Table(("person_id",), personal="has_passed", nothing="stretch round raised spoken asked"),
    "meeting_voice": Table(("person_id",), personal="matter is_for"),
    "membership": Table(("person_id",), personal="read_seq read_activity stance"),
    "mention": Table(("person_id",)),
    "message": Table(
        ("author_id",),
        personal="text state",
        again=RENDERED,
        others="named",
        nothing=f"{KEYS} seq changed {VERSIONS}",
    ),
    "message_revision": Table(("message_id.author_id",), personal="text", nothing="number"),
    "notice": Table(("person_id",), personal="kind", nothing="subject_id"),
    "piece": Table(nothing="kind state version"),
    "offer": Table(("person_id",), personal="text was_accepted", nothing="key"),
    "organisation": Table(nothing="code name town region kind"),
    "output_citation": Table(),
    "outsider": Table(
        others="name organisation"
    ),  # who has no account, as whoever arranges an event typed them
    "pair": Table(nothing="label"),
    "passkey": Table(
        ("person_id",), personal="name", credential="credential_id public_key", nothing="sign_count"
    ),
    "person": Table(
        ("id",),
        personal="email name about professional_role shares_email shares_about is_listed",
        credential="password_hash",
        nothing="accepted_up_to",
    ),
    "place": Table(("invitation_id.@email",), personal="role"),
    "poll": Table(("author_id",), personal="question kind is_anonymous", nothing=f"{KEYS} voted"),
    "poll_answer": Table(("ballot_id.person_id",), personal="value"),
    "poll_ballot": Table(("person_id",), credential="seal"),
    "poll_option": Table(("poll_id.author_id",), personal="place text day hour"),
    "poll_outcome": Table(("author_id",), personal="text review_on", again=RENDERED, nothing=VERSIONS),
    "post": Table(
        ("author_id",),
        personal="text professional_role is_opening is_answer names_everyone state",
        again="html whole_html",
        others="named marked",
        nothing=f"quoted lost {KEYS} position activity changed attached shown_version {VERSIONS}",
    ),
    "post_mark": Table(("person_id",), personal="word"),
    "post_mention": Table(("person_id",)),
    "post_quote": Table(),
    "post_revision": Table(("post_id.author_id",), personal="text title", nothing="number"),
    "presence": Table(("person_id",)),
    "programme": Table(
        nothing="slug name parent summary rationale domain eligibility cost recognition status ended_on"
    ),
    "programme_partner": Table(nothing="role name"),
    "progress_update": Table(("person_id",), personal="organisation leadership", nothing="key"),
    "purge_check": Table(nothing="store left"),
    "recovery_code": Table(("person_id",), credential="code_hash"),
    "recruitment": Table(nothing="criteria regions least_band is_open splits_pairs"),
    "report": Table(("reporter_id",), personal="reason category", nothing="version"),
    "resource": Table(
        ("person_id",), personal="title text address level state", nothing=f"reason {KEYS} version"
    ),
    "resource_tag": Table(nothing="folded name"),
    "review": Table(
        ("author_id",), personal="plea kind", others="falls_to claimed_at", nothing="version reminded"
    ),
    "role": Table(("membership_id.person_id",), personal="name", nothing="announced"),
    "room_draft": Table(("person_id",), personal="text"),
    "rota_turn": Table(("person_id",), personal="duty place"),
    "rules_acceptance": Table(("person_id",)),
    "search_entry": Table(
        ("person_id", "post_id.author_id", "message_id.author_id"),
        again="words has_title",
        nothing="kind version stemmer",
    ),
    "search_gained": Table(again="stems", nothing="entry_id"),
    "search_gone": Table(again="stem"),
    "search_key": Table(again="key word"),
    "search_mark": Table(nothing="name at"),
    "search_word": Table(again="word stem", nothing="count"),
    "segment": Table(nothing="place title component"),
    "set_answer": Table(("person_id",), personal="question"),
    "set_contract": Table(nothing="purpose meetings cadence_days keeps_days nudges version life prompted_at"),
    "set_offer": Table(nothing="kind"),
    "set_step": Table(nothing="turn former life"),
    "sign_in": Table(("person_id",), personal="device", credential="token_hash"),
    "site": Table(nothing="is_demonstration"),
    "space": Table(nothing=f"slug name purpose about about_html {KEYS} {SET_UP} {COUNTED}"),
    "spent_challenge": Table(nothing="fingerprint"),
    "statement": Table(nothing="text kind version"),
    "statement_version": Table(nothing="text change key kind number is_material"),
    "succession": Table(("nominee_id", "nominator_id")),
    "summary_revision": Table(("editor_id",), personal="text", nothing="number"),
    "tag": Table(nothing="name folded"),
    "task": Table(nothing=f"title text due_on sequence {KEYS}"),
    "task_response": Table(("person_id",), personal="text is_shared"),
    "themed_response": Table(("person_id",)),
    "throttle": Table(nothing="bucket left"),
    "topic": Table(
        ("author_id",),
        personal="title state is_pinned",
        others="last_posted_at",
        nothing="answer_id layout poll_count slow_posts posts activity last_post_id first_line_id",
    ),
    "topic_reading": Table(("person_id",), personal="position stance"),
    "topic_source": Table(),
    "topic_summary": Table(
        ("editor_id",), personal="text", again=RENDERED, nothing=f"shown_version {VERSIONS}"
    ),
    "topic_tag": Table(),
    "unwanted_notice": Table(("person_id",), personal="kind"),
    "value_story": Table(
        ("person_id",),
        personal="title immediate potential applied realised transformative began_at_meeting for_evaluation",
        nothing="key",
    ),
    "wave": Table(("actor_id",), personal="name"),
    "wave_row": Table(
        ("@email",),
        personal="name email organisation role pair sponsor fate",
        others="cohort set_name",  # names of spaces, as whoever sent the list has typed them
        nothing="said number",
    ),
    "workshop": Table(nothing=f"number title day begins ends venue objectives sequence {KEYS}"),
}
"""A table's name -> whose its rows are, and what they hold."""


def classed(table: sa.Table) -> dict[str, Holds | None]:
    """What each column of `table` holds; None for one that nobody has classed."""
    kept = TABLES.get(table.name)
    return {each.name: _holds(kept, each) if kept else None for each in table.columns}


def _holds(kept: Table, column: sa.Column[Any]) -> Holds | None:
    named = [each for each in Holds if column.name in getattr(kept, each).split()]
    return named[0] if len(named) == 1 else None if named else held_in(kept, column)


def held_in(kept: Table, column: sa.Column[Any]) -> Holds | None:
    """What a column holds that no line names: a number that is a key, and the id of a row, nothing, but for ids of
    people whose row it is not; a moment something of whose row it is. None for all others: somebody has to say it.
    """
    if (
        any(each.column.table.name == "person" for each in column.foreign_keys)
        and column.name not in kept.whose
    ):
        return Holds.OTHERS
    if column.foreign_keys or (column.primary_key and isinstance(column.type, sa.Integer)):
        return Holds.NOTHING
    if not isinstance(_plain(column.type), sa.DateTime):
        return None
    return Holds.PERSONAL if kept.whose else Holds.NOTHING


def _plain(kind: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, sa.types.TypeDecorator) else kind


def columns_that_hold(held: Holds) -> Iterator[sa.Column[Any]]:
    """All columns of which this is said, by table."""
    for table in Base.metadata.sorted_tables:
        yield from (table.c[name] for name, each in classed(table).items() if each is held)
