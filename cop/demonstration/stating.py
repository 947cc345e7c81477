"""The statements of the demonstration: what comes with the software, its blanks filled with plain inventions."""

from datetime import datetime, timedelta
from typing import Any

from cop import clock
from cop.demonstration.story import document
from cop.models import StatementKind
from cop.statements import commands, queries

CONTACT = "[help@example.org](mailto:help@example.org)"


def publish_statements(as_of: datetime, *, staff_id: int) -> None:
    """Publish them in the weeks before `as_of`. Nobody is asked to accept them: who signs in to look around would be
    asked first of all.
    """
    for number, each in enumerate(document("statements")["statement"]):
        with clock.at(as_of - timedelta(days=each["days_ago"])):
            _publish(each, StatementKind(each["kind"]), staff_id=staff_id, key=f"demonstration-{number}")


def _publish(each: dict[str, Any], kind: StatementKind, *, staff_id: int, key: str) -> None:
    text = queries.shipped(kind)
    for blank, words in ({"contact": CONTACT} | each.get("blanks", {})).items():
        text = text.replace(f"[[{blank}]]", words)
    draft = commands.keep_draft(
        actor_id=staff_id, kind=kind, text=text, version=queries.draft_of(kind).version
    )
    commands.publish(
        actor_id=staff_id,
        kind=kind,
        version=draft.version,
        change=each["change"],
        is_material=False,
        key=key,
    )
