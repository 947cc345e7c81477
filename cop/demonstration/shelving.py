"""What stands in the library of the demonstration: two policies of the nation, each with a topic (domain.md A05)."""

from datetime import datetime, timedelta
from typing import Any

from cop import clock
from cop.demonstration.story import document
from cop.forum import commands as forum
from cop.library import commands
from cop.library.commands import Described
from cop.models import AgendaLevel
from cop.models.states import digest


def fill_library(as_of: datetime, *, steward_id: int, network_id: int) -> None:
    """Let a steward add each of them and begin its topic where there is one to begin."""
    for each in document("library")["resource"]:
        with clock.at(as_of - timedelta(days=each["days_ago"])):
            _add(each, steward_id=steward_id, network_id=network_id)


def _add(each: dict[str, Any], *, steward_id: int, network_id: int) -> None:
    key, topic = digest("resource", each["title"])[:32], ""
    if "topic" in each:
        opened = {"actor_id": steward_id, "space_id": network_id, "title": each["topic"], "key": key}
        topic = f"/topics/{forum.open_topic(**opened, text=each['opening']).topic_id}"
    described = Described(
        title=each["title"],
        address=each["address"],
        level=AgendaLevel(each["level"]),
        text=each["text"],
        tags=each["tags"],
        topic=topic,
    )
    commands.suggest(actor_id=steward_id, described=described, key=key)
