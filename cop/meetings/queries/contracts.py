"""A set's contract as its members see it: what is agreed, what is lacking, and who has yet to say yes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import policy
from cop.db import session
from cop.models import Contract, Duty, GroundRules, Person, Question, RotaTurn, SetAnswer, Space
from cop.models.contracts import QUORUM, SMALL_QUORUM
from cop.policy import Actor


@dataclass(frozen=True, slots=True)
class Circle:
    """Who is in a set: all who must accept its rules, by name; and of these, ids of its members."""

    everybody: Mapping[int, Person]
    members: frozenset[int]

    def all_say(self, yes: set[int]) -> bool:
        """Whether each of its members is among those who say `yes`."""
        return bool(self.members) and self.members <= yes


@dataclass(frozen=True, slots=True)
class Agreement:
    """All that the page of a contract shows. `accepted`: who accepts the newest rules, and since when."""

    contract: Contract
    rules: GroundRules | None
    accepted: Mapping[int, datetime]
    circle: Circle
    rotas: Mapping[Duty, Sequence[int]]
    yes: Mapping[Question, set[int]]

    @property
    def outstanding(self) -> list[Person]:
        """Who has yet to accept the newest rules."""
        return [person for each, person in self.circle.everybody.items() if each not in self.accepted]

    @property
    def quorum(self) -> int:
        """How many must be there for a meeting: fewer while every member says that so few will do."""
        return SMALL_QUORUM if self.circle.all_say(self.yes[Question.SMALL_QUORUM]) else QUORUM

    def yeses(self, question: Question) -> int:
        """How many members say yes to that."""
        return len(self.yes[question] & self.circle.members)

    def most_say(self, question: Question) -> bool:
        """Whether more than half of the members say yes to that."""
        return 2 * self.yeses(question) > len(self.circle.members)

    @property
    def lacking(self) -> list[str]:
        """What has to be done before it is concluded (domain.md 2.5), in words; empty once it is."""
        return [
            said
            for said, is_there in (
                ("Write the ground rules", self.rules is not None),
                ("Everybody accepts the ground rules", self.rules is not None and not self.outstanding),
                ("Say in one line what the set is for", bool(self.contract.purpose)),
                ("Agree on a number of meetings", self.contract.meetings > 0),
                *((f"Arrange the rota of {duty.value}", bool(self.rotas[duty])) for duty in Duty),
            )
            if not is_there
        ]


def set_of(actor: Actor, slug: str) -> sa.Select[Space]:
    """The set, for who reads its contract."""
    query = sa.select(Space).options(joinedload(Space.parent))
    return query.where(Space.slug == slug, policy.visible_contracts(actor))


def agreement(space: Space) -> Agreement:
    """What a set has agreed on, as it is now."""
    rules, circle = GroundRules.newest(space.id), circle_of(space)
    return Agreement(
        contract=Contract.of(space.id) or Contract.blank(space),
        rules=rules,
        accepted=rules.accepted_by() if rules else {},
        circle=circle,
        rotas={duty: turns(space.id, duty, circle) for duty in Duty},
        yes=SetAnswer.yes_by(space.id),
    )


def circle_of(space: Space) -> Circle:
    query = sa.select(Person).where(Person.id.in_(policy.who_agree(space)))
    people = session.scalars(query.order_by(Person.name, Person.id)).unique()
    members = session.scalars(policy.who_answer(space))
    return Circle({person.id: person for person in people}, frozenset(members))


def turns(space_id: int, duty: Duty, circle: Circle) -> list[int]:
    """Ids of who takes turns, in their order; whoever is in the set no more is passed over."""
    return [each for each in RotaTurn.order(space_id, duty) if each in circle.members]


def quorum(space: Space) -> int:
    """How many must be there for a meeting of a set."""
    return agreement(space).quorum
