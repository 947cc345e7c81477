"""Ann and Bob as a pair, Mallory who reads what they share, and short ways to write and share."""

from cop import db
from cop.intentions import commands
from cop.models import Intention, Organisation, Pair, Person, Stakeholder, Theme
from tests import people
from tests.people import World

STATEMENT = "Every study opens within forty days"


def put_pair(organisation: Organisation, *halves: Person) -> Pair:
    """A pair in the running command."""
    pair = Pair.begin(organisation, None, "1")
    for person in halves:
        people.join(person, pair.space)
    return pair


@db.command
def a_pair(world: World, *halves: Person) -> Pair:
    organisation = db.get(Organisation, world.ann.organisation_id)
    return put_pair(organisation, *(halves or (world.ann, world.bob)))


def said(statement: str = STATEMENT, ambition: str = "From ninety days to forty.", **more: object):
    about = {"theme": Theme.EASIER, "stakeholders": [Stakeholder.CLINICIANS, Stakeholder.PATIENTS]} | more
    return commands.Said.of(statement, ambition, **about)


def draft(
    person: Person, pair: Pair, statement: str = STATEMENT, *, seen: int = 0, **more: object
) -> Intention:
    words = said(statement, **more)
    return commands.write_intention(actor_id=person.id, pair_id=pair.id, said=words, seen=seen)


def agree(person: Person, intention: Intention, number: int = 1):
    return commands.agree_to_share(actor_id=person.id, intention_id=intention.id, number=number)


def a_shared(world: World, pair: Pair | None = None, statement: str = STATEMENT) -> Intention:
    """That Ann and Bob have written and shared."""
    intention = draft(world.ann, pair or a_pair(world), statement)
    agree(world.ann, intention)
    agree(world.bob, intention)
    return again(intention)


def again(intention: Intention) -> Intention:
    db.session.expire_all()
    return db.session.get_one(Intention, intention.id, populate_existing=True)
