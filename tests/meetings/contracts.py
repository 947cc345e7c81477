"""A contract that a set has, for tests of it and of what hangs on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pytest

from cop import clock, db
from cop.meetings.commands import contracts as commands
from cop.meetings.commands.contracts import Terms
from cop.models import Contract, GroundRules, Person, Space, met


def put_contract(
    space: Space, author: Person, *, purpose: str = "To change how we lead", text: str = "We start on time."
) -> Contract:
    """A contract with rules that its author alone accepts; in the running command."""
    contract = Contract.blank(space)
    contract.purpose, contract.meetings = purpose, 5
    rules = GroundRules(space_id=space.id, number=1, text=text, author_id=author.id)
    db.session.add_all([contract, rules])
    db.session.flush()
    rules.accept(author.id)
    return contract


def conclude(space: Space, author: Person, *others: Person) -> None:
    """Let `author` write down all that a contract needs, and these others accept it; a repeat changes nothing."""
    terms = Terms(purpose="To change how we lead", meetings=5, cadence_days=35, keeps_days=90)
    commands.agree_on_terms(actor_id=author.id, space_id=space.id, terms=terms, seen=0)
    text = "We start on time."
    rules = commands.write_rules(actor_id=author.id, space_id=space.id, text=text, change="", seen=0)
    for other in others:
        commands.accept_rules(actor_id=other.id, space_id=space.id, number=rules.number)


@dataclass(frozen=True)
class Meetings:
    """What a set has held, in place of rows of meetings."""

    monkeypatch: pytest.MonkeyPatch
    space: Space

    def are(
        self,
        held: int,
        *,
        by: Sequence[Person] = (),
        last: datetime | None = None,
        booked: datetime | None = None,
        attended: int | None = None,
    ) -> None:
        """Let it have held so many by now, led `by` these people."""
        leaders = frozenset(person.id for person in by)
        known = met.Met(held, leaders, last or (clock.now() if held else None), booked, attended)
        self.monkeypatch.setattr(
            met, "meetings_of", lambda ids: dict.fromkeys(ids, met.NOT_YET) | {self.space.id: known}
        )
