"""Reading the invented people and texts beside this file; nothing here touches the database."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "content"

AS_OF = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
"""The moment up to which the demonstration was written."""

PROGRAMME_ENDS = datetime(2016, 1, 1, tzinfo=UTC)
"""What happened before keeps its date when the years since are moved up to another day."""

MET = {"cohort-1": date(2014, 11, 13), "cohort-2": date(2014, 12, 2), "cohort-3": date(2015, 1, 7)}
"""First workshop of each cohort (domain.md A25-A27)."""

NETWORK_BEGAN = datetime(2011, 6, 1, 8, 0, tzinfo=UTC)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table, in the order of the file."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def document(name: str) -> dict[str, Any]:
    with (HERE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True, slots=True)
class Character:
    """An invented person: a row of people.csv in our words."""

    row: Mapping[str, str]

    def __getattr__(self, name: str) -> str:
        return self.row[name]

    @property
    def about_line(self) -> str:
        return " ".join(
            part for part in (f"{self.row['title']}." if self.row["title"] else "", self.row["about"]) if part
        )

    @property
    def sets(self) -> list[str]:
        return self.row["set"].split()

    @property
    def moderated(self) -> list[str]:
        return self.row["moderates"].split()

    @property
    def joined_at(self) -> datetime:
        """Two weeks before the first workshop of the cohort; pairs and staff with the network."""
        slug = self.row["cohort"] or (self.sets[0].rsplit("-set-")[0] if self.sets else "")
        if slug not in MET:
            return NETWORK_BEGAN
        return datetime.combine(MET[slug], datetime.min.time(), UTC) - timedelta(days=14) + timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class Line:
    """One contribution as written: a topic, a reply, a message, or an aside in a conversation, which has no slug."""

    space: str
    at: datetime
    author: str
    text: str
    raw: Mapping[str, Any]
    number: int = 1
    thread: str = ""
    siblings: list[Any] = field(default_factory=list)
    """What the contributions of this thread (or room) have become so far, by place in the file."""

    @property
    def state(self) -> str:
        return str(self.raw.get("state", "released"))

    @property
    def kind(self) -> str:
        if "to" in self.raw:
            return "aside"
        return "topic" if "title" in self.raw else "reply" if self.thread else "message"


def characters() -> list[Character]:
    return [Character(row) for row in rows("people")]


def lines(shift: timedelta) -> list[Line]:
    """Everything anybody says, in the order of time; what came after the programmes is moved by `shift`."""
    slugs = [space["slug"] for space in document("spaces")["space"]]
    said = [line for slug in slugs for line in (*_topics(slug, shift), *_messages(slug, shift))]
    return sorted([*said, *_asides(shift)], key=lambda line: line.at)


def _topics(slug: str, shift: timedelta) -> Iterator[Line]:
    for topic in document(f"topics/{slug}")["topic"]:
        siblings: list[Any] = []
        posts = [topic, *topic.get("reply", [])]
        posts[-1]["locks"] = topic.get("locked", False)
        for number, raw in enumerate(posts, start=1):
            moment = moved(raw["at"], shift)
            yield Line(slug, moment, raw["author"], raw["body"].strip(), raw, number, topic["key"], siblings)


def _messages(slug: str, shift: timedelta) -> Iterator[Line]:
    siblings: list[Any] = []
    for number, raw in enumerate(document(f"rooms/{slug}")["message"], start=1):
        yield Line(
            slug, moved(raw["at"], shift), raw["author"], raw["text"].strip(), raw, number, "", siblings
        )


def _asides(shift: timedelta) -> Iterator[Line]:
    for number, raw in enumerate(document("conversations")["message"], start=1):
        yield Line("", moved(raw["at"], shift), raw["author"], raw["text"].strip(), raw, number, "aside")


def moved(at: datetime, shift: timedelta) -> datetime:
    return at + shift if at >= PROGRAMME_ENDS else at
