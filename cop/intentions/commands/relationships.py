"""The relationships that an intention rests on."""

from cop.db import command, get, session
from cop.errors import Conflict
from cop.intentions.commands.locks import pace, written
from cop.models import Intention, KeyRelationship, Stakeholder
from cop.models.holds import has_to_stay, wait_for_holds
from cop.typed import one_line

NAME_LIMIT = 120
MOST = 30


def add_relationship(
    *, actor_id: int, intention_id: int, kind: Stakeholder, who: str, partner: str
) -> KeyRelationship:
    """Say who here has a relationship with which partner. The same once more changes nothing.

    Raises Invalid (`who`, `partner`), NotFound, Forbidden, Conflict (there are enough), TooFast.
    """
    names = {
        "who": one_line(who, limit=NAME_LIMIT, field="who", missing="Say who of you has it."),
        "partner": one_line(partner, limit=NAME_LIMIT, field="partner", missing="Say with whom."),
    }
    return _add(actor_id, intention_id, kind=kind, **names)


@command
def _add(actor_id: int, intention_id: int, *, kind: Stakeholder, who: str, partner: str) -> KeyRelationship:
    intention, actor = written(actor_id, intention_id)
    pace(actor.id)
    there = session.query(KeyRelationship).filter_by(intention_id=intention.id).all()
    for each in there:
        if (each.kind, each.who, each.partner) == (kind, who, partner):
            return each
    if len(there) >= MOST:
        raise Conflict(f"There are {MOST} already. Take one away before you add another.")
    added = KeyRelationship(
        intention_id=intention.id, kind=kind, who=who, partner=partner, person_id=actor.id
    )
    session.add(added)
    session.flush()
    return added


@command
def remove_relationship(*, actor_id: int, relationship_id: int) -> Intention:
    """Take one away; its intention is returned. Raises NotFound, Forbidden, Conflict under a legal hold, which is not
    told.
    """
    wait_for_holds()
    intention, _ = written(actor_id, get(KeyRelationship, relationship_id).intention_id)
    there = get(KeyRelationship, relationship_id)
    if has_to_stay(there.person_id, space_id=intention.pair.space_id):
        raise Conflict("This can’t be taken away at the moment. Try again later.")
    session.delete(there)
    return intention
