"""Agreeing on how a set meets: terms, ground rules in versions, rotas, and saying yes (domain.md 2.5)."""

from dataclasses import dataclass

from cop import policy
from cop.db import command, record, session
from cop.errors import Conflict, Invalid, NotFound
from cop.events import ContractWaits, RulesAccepted
from cop.meetings.commands.lives import close, settle
from cop.meetings.commands.locks import locked
from cop.meetings.queries.contracts import agreement, circle_of, turns
from cop.models import Contract, Duty, GroundRules, Question, RotaTurn, SetAnswer, Space
from cop.models.contracts import CHANGED, KEEPINGS, LEAST_CADENCE, MOST_CADENCE, MOST_IN_ALL
from cop.policy import Actor, require
from cop.typed import one_line, tidied, written

PURPOSE_LIMIT, CHANGE_LIMIT, RULES_LIMIT = 200, 200, 8_000

NO_PURPOSE = "Say in one line what the set is for."
NO_RULES = "Write the ground rules first."
NO_CHANGE = "Say in one line what is new, for those who accepted the version before."
NOT_YOURS = "Only those who are in the set agree on its contract."
OUTDATED = "There is a newer version of the rules by now. Read that one."


@dataclass(frozen=True, slots=True)
class Terms:
    """What a set agrees on beside its rules."""

    purpose: str
    meetings: int
    cadence_days: int
    keeps_days: int
    nudges: bool = True
    """Whether authors of questions are asked, privately, whether they are open ones."""

    def accepted(self) -> "Terms":
        """The same as it is kept; Invalid names the field."""
        if not 1 <= self.meetings <= MOST_IN_ALL:
            raise Invalid(f"Choose 1 to {MOST_IN_ALL} meetings.", field="meetings")
        if not LEAST_CADENCE <= self.cadence_days <= MOST_CADENCE:
            raise Invalid(f"Choose {LEAST_CADENCE} to {MOST_CADENCE} days.", field="cadence_days")
        if self.keeps_days not in KEEPINGS:
            raise Invalid("Choose for how long it is kept.", field="keeps_days")
        purpose = one_line(self.purpose, limit=PURPOSE_LIMIT, field="purpose", missing=NO_PURPOSE)
        return Terms(purpose, self.meetings, self.cadence_days, self.keeps_days, self.nudges)


def agree_on_terms(*, actor_id: int, space_id: int, terms: Terms, seen: int) -> Contract:
    """Let a set meet on these terms from now on; what they were is not kept. A repeat changes nothing.

    Invalid names the field, NotFound and Forbidden as ever, Conflict where the contract is another than its version
    `seen`.
    """
    return _agree_on_terms(actor_id, space_id, terms=terms.accepted(), seen=seen)


@command
def _agree_on_terms(actor_id: int, space_id: int, *, terms: Terms, seen: int) -> Contract:
    space, _, contract = _shaped(actor_id, space_id)
    said = {name: getattr(terms, name) for name in Terms.__slots__}
    if all(getattr(contract, name) == value for name, value in said.items()):
        return contract
    contract.is_unchanged_since(seen)
    contract.agree(**said)
    settle(space)
    return contract


def write_rules(*, actor_id: int, space_id: int, text: str, change: str, seen: int) -> GroundRules:
    """Write the next version of the ground rules, which everybody else has yet to accept; a repeat returns the first.

    `seen` is the number of the version that its writer had before them, 0 for none: Conflict if it is not the newest.
    Invalid for no text, and for no `change` where there is a version before.
    """
    kept = written(text, limit=RULES_LIMIT, missing=NO_RULES)
    said = (
        one_line(change, limit=CHANGE_LIMIT, field="change", missing=NO_CHANGE)
        if seen or tidied(change)
        else ""
    )
    return _write_rules(actor_id, space_id, text=kept, change=said, seen=seen)


@command
def _write_rules(actor_id: int, space_id: int, *, text: str, change: str, seen: int) -> GroundRules:
    space, actor, _ = _shaped(actor_id, space_id)
    newest = GroundRules.newest(space_id)
    if newest is not None and newest.text == text:
        return newest
    number = newest.number if newest else 0
    if number != seen:
        raise Conflict(CHANGED)
    rules = GroundRules(space_id=space_id, number=number + 1, text=text, change=change, author_id=actor.id)
    session.add(rules)
    session.flush()
    rules.accept(actor.id)
    record(ContractWaits(space_id, actor.id))
    settle(space)
    return rules


@command
def accept_rules(*, actor_id: int, space_id: int, number: int) -> None:
    """Accept the version that one has read; a repeat changes nothing. NotFound where there is none, Conflict where it
    is not the newest any more.
    """
    space, actor = locked(actor_id, space_id)
    require(policy.can_agree_in_set(actor, space), NOT_YOURS)
    newest = GroundRules.newest(space_id)
    if newest is None:
        raise NotFound
    if newest.number != number:
        raise Conflict(OUTDATED)
    newest.accept(actor.id)
    record(RulesAccepted(space_id, actor.id))
    settle(space)


@command
def arrange(*, actor_id: int, space_id: int, duty: Duty, person_id: int, place: int | None) -> None:
    """Let a member of the set stand at this place of a rota, from 0 on, or take no turns (None). A repeat changes
    nothing. Conflict for who is no member any more.
    """
    space, _, _ = _shaped(actor_id, space_id)
    circle = circle_of(space)
    if person_id not in circle.members:
        raise Conflict("They are not in the set any more.")
    order = [each for each in turns(space_id, duty, circle) if each != person_id]
    if place is not None:
        order.insert(place, person_id)
    RotaTurn.arrange(space_id, duty, order)
    settle(space)


@command
def say_yes(*, actor_id: int, space_id: int, question: Question) -> None:
    """Say yes to what the members of a set are asked; a repeat changes nothing. Once most of them say that it should
    close, it does, for good.
    """
    space, actor = locked(actor_id, space_id)
    require(policy.can_answer_in_set(actor, space), "Only members of the set are asked.")
    SetAnswer.say(space_id, question, actor.id)
    session.flush()
    if question is Question.CLOSING and agreement(space).most_say(question):
        close(begun(space), space, actor_id=actor.id)
    else:
        settle(space)


@command
def take_yes_back(*, actor_id: int, space_id: int, question: Question) -> None:
    """Say so no more; a repeat changes nothing."""
    space, actor = locked(actor_id, space_id)
    require(policy.can_answer_in_set(actor, space), "Only members of the set are asked.")
    SetAnswer.take_back(space_id, question, actor.id)


def _shaped(actor_id: int, space_id: int) -> tuple[Space, Actor, Contract]:
    """The set, locked, and its contract for who writes that down."""
    space, actor = locked(actor_id, space_id)
    require(policy.can_shape_contract(actor, space), NOT_YOURS)
    return space, actor, begun(space)


def begun(space: Space) -> Contract:
    """The contract, which is begun with everybody in both rotas where there was none."""
    contract = Contract.of(space.id)
    if contract is None:
        contract = Contract.blank(space)
        session.add(contract)
        circle = circle_of(space)
        by_name = [each for each in circle.everybody if each in circle.members]
        for duty in Duty:
            RotaTurn.arrange(space.id, duty, by_name)
    return contract
