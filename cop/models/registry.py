"""The registry: for every column there is, whether it holds something of a person, and whose (security.md S25).

What is copied for a person, and what must be gone once they have left, is found here: a new table or a new column of
text stands in no line, which fails a test until somebody has said what it is.
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
    ("post_id.author_id"), or one with their address ("@email"). The others are names with spaces between them. Those
    that stand in none are what `held_in` says of their type.
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

TABLES: dict[str, Table] = {
    "acceptance": Table(("person_id",)),
    "affiliation": Table(("person_id",)),
    "application": Table(
        ("@email",), personal="email name elsewhere statement question answer doubts", nothing="key"
    ),
    "appointment": Table(("person_id",)),
    "attachment": Table(
        ("person_id",),
        personal="name description media size doubts",
        again="sent digest",
        nothing="key stored",
    ),
    "authenticator": Table(("person_id",), credential="salt"),
    "block": Table(("blocker_id",)),
    "bookmark": Table(("person_id",)),
    "conversation": Table(("starter_id",), others="people"),
    "decision": Table(("person_id", "actor_id"), personal="reason"),
    "departure": Table(("person_id",), personal="name address"),
    "export": Table(("person_id",), personal="size", nothing="stored moved_at failed_at"),
    "feed": Table(("person_id",), credential="token_hash"),
    "finding": Table(("person_id",), nothing="word part"),
    "forum_draft": Table(("person_id",), personal="title text", nothing="key"),
    "handover_check": Table(("person_id",), personal="note"),
    "hold": Table(others="reference"),  # whom it is on need not be told
    "identity": Table(("person_id",), personal="issuer subject"),
    "inspection": Table(("asker_id", "decider_id"), personal="reference reason delay_reason answer"),
    "invitation": Table(("@email", "inviter_id"), personal="email name"),
    "join_request": Table(("person_id",), personal="said"),
    "keeping_rule": Table(),
    "keeping_run": Table(),
    "letter": Table(("person_id", "@address"), personal="address", nothing="due_at"),
    "listed_word": Table(nothing="phrase folded replacement"),
    "mark": Table(("person_id",), personal="word"),
    "measure": Table(("person_id",), personal="roles"),
    "membership": Table(("person_id",), personal="read_seq"),
    "mention": Table(("person_id",)),
    "message": Table(("author_id",), personal="text", again=RENDERED, others="named", nothing=KEYS),
    "message_revision": Table(("message_id.author_id",), personal="text"),
    "notice": Table(("person_id",)),
    "organisation": Table(nothing="code name town region kind"),
    "pair": Table(nothing="label"),
    "passkey": Table(("person_id",), personal="name", credential="credential_id public_key"),
    "person": Table(("id",), personal="email name about", credential="password_hash"),
    "place": Table(("invitation_id.@email",)),
    "poll": Table(("author_id",), personal="question", nothing=KEYS),
    "poll_answer": Table(("ballot_id.person_id",), personal="value"),
    "poll_ballot": Table(("person_id",), credential="seal"),
    "poll_option": Table(("poll_id.author_id",), personal="place text"),
    "poll_outcome": Table(("author_id",), personal="text", again=RENDERED),
    "post": Table(
        ("author_id",),
        personal="text",
        again="html whole_html",
        others="named marked",
        nothing=f"quoted lost {KEYS}",
    ),
    "post_mark": Table(("person_id",), personal="word"),
    "post_mention": Table(("person_id",)),
    "post_quote": Table(),
    "post_revision": Table(("post_id.author_id",), personal="text title"),
    "presence": Table(("person_id",)),
    "programme": Table(nothing="slug name parent summary status"),
    "purge_check": Table(nothing="store"),
    "recovery_code": Table(("person_id",), credential="code_hash"),
    "recruitment": Table(nothing="criteria regions"),
    "report": Table(("reporter_id",), personal="reason"),
    "review": Table(("author_id",), personal="plea", others="falls_to claimed_at"),
    "role": Table(("membership_id.person_id",)),
    "room_draft": Table(("person_id",), personal="text"),
    "search_entry": Table(
        ("person_id", "post_id.author_id", "message_id.author_id"), again="words has_title", nothing="kind"
    ),
    "search_gained": Table(again="stems"),
    "search_gone": Table(again="stem"),
    "search_key": Table(again="key word"),
    "search_mark": Table(nothing="name"),
    "search_word": Table(again="word stem"),
    "sign_in": Table(("person_id",), personal="device", credential="token_hash"),
    "site": Table(),
    "space": Table(nothing=f"slug name purpose about about_html {KEYS}"),
    "spent_challenge": Table(nothing="fingerprint"),
    "statement": Table(nothing="text"),
    "statement_version": Table(nothing="text change key"),
    "succession": Table(("nominee_id", "nominator_id")),
    "summary_revision": Table(("editor_id",), personal="text"),
    "tag": Table(nothing="name folded"),
    "throttle": Table(nothing="bucket"),
    "topic": Table(("author_id",), personal="title", others="last_posted_at"),
    "topic_reading": Table(("person_id",), personal="position"),
    "topic_source": Table(),
    "topic_summary": Table(("editor_id",), personal="text", again=RENDERED),
    "topic_tag": Table(),
    "unwanted_notice": Table(("person_id",)),
    "wave": Table(("actor_id",), personal="name"),
    "wave_row": Table(
        ("@email",),
        personal="name email organisation role pair sponsor",
        others="cohort set_name",  # names of spaces, as whoever sent the list has typed them
        nothing="said",
    ),
}
"""A table's name -> whose its rows are, and what they hold."""

TOLD_BY_TYPE = (sa.DateTime, sa.Date, sa.Time, sa.Boolean, sa.Enum)
"""When, whether, and one word of a few: of somebody's row they tell something about them."""


def classed(table: sa.Table) -> dict[str, Holds | None]:
    """What each column of `table` holds; None for one that nobody has classed."""
    kept = TABLES.get(table.name)
    return {each.name: _holds(kept, each) if kept else None for each in table.columns}


def _holds(kept: Table, column: sa.Column[Any]) -> Holds | None:
    named = [each for each in Holds if column.name in getattr(kept, each).split()]
    return named[0] if len(named) == 1 else None if named else held_in(kept, column)


def held_in(kept: Table, column: sa.Column[Any]) -> Holds | None:
    """What a column holds that no line names: numbers and ids nothing, but for ids of people whose row it is not. None
    for text, of which somebody has to say it.
    """
    if isinstance(_plain(column.type), TOLD_BY_TYPE):
        return Holds.PERSONAL if kept.whose else Holds.NOTHING
    if not isinstance(column.type, sa.Integer | sa.Float):
        return None
    is_of_somebody = any(each.column.table.name == "person" for each in column.foreign_keys)
    return Holds.OTHERS if is_of_somebody and column.name not in kept.whose else Holds.NOTHING


def _plain(kind: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, sa.types.TypeDecorator) else kind


def columns_that_hold(held: Holds) -> Iterator[sa.Column[Any]]:
    """All columns of which this is said, by table."""
    for table in Base.metadata.sorted_tables:
        yield from (table.c[name] for name, each in classed(table).items() if each is held)


class Whose(NamedTuple):
    """A person as rows name them: by id, and those of a time before they had an account by address."""

    id: int
    email: str


def belongs(table: sa.Table, way: str, whose: Whose) -> sa.ColumnElement[bool]:
    """The condition that a row of `table` is that person's by one of its ways."""
    name, _, onward = way.partition(".")
    if name.startswith("@"):
        return sa.func.lower(table.c[name[1:]]) == whose.email.lower()
    if not onward:
        return table.c[name] == whose.id
    (leads,) = table.c[name].foreign_keys
    parent = leads.column.table
    return table.c[name].in_(sa.select(leads.column).where(belongs(parent, onward, whose)))
