"""What a set is told about its contract."""

from cop import policy
from cop.db import get
from cop.events import ContractWaits, RulesAccepted
from cop.models import Notice, NoticeKind, Person, Space
from cop.notifications.commands import notify, see_here


def tell_of_contract(fact: ContractWaits) -> None:
    """WITH: what waits in the contract of a set concerns all who are in it, but for who has brought it there."""
    space = get(Space, fact.space_id)
    others = policy.who_agree(space).where(Person.id.is_distinct_from(fact.actor_id))
    notify(others, NoticeKind.CONTRACT, space)


def see_contract(fact: RulesAccepted) -> None:
    """WITH: whoever accepts the rules has seen that they wait."""
    see_here(fact.person_id, Notice.kind == NoticeKind.CONTRACT, Notice.subject_id == fact.space_id)
