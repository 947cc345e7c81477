"""A contract that a set has, for tests of it and of what hangs on it."""

from cop import db
from cop.models import Contract, GroundRules, Person, Space


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
