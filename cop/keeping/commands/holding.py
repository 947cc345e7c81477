"""Legal holds: placed and lifted by who runs the network, with a reason, and logged without saying whom they are on."""

import sqlalchemy as sa

from cop import policy
from cop.db import command, lock, session
from cop.errors import Forbidden, Invalid, NotFound
from cop.models import Decision, Hold, Person, Space, Verdict
from cop.models.holds import wait_for_removals
from cop.typed import one_line

REFERENCE_LIMIT, REASON_LIMIT = 80, 300
NO_REFERENCE = "Enter the number or the name of the matter."
NO_REASON = "Say why."


def place_hold(
    *, actor_id: int, reference: str, reason: str, person_id: int | None = None, space_id: int | None = None
) -> Hold:
    """Let all that is of a person, all that is in a space, or (neither) everything be kept until this is lifted. Once
    it is returned nothing more of it goes. The same again while it stands returns the first.

    Raises Invalid (`reference`, `reason`), NotFound for whoever does not run the network, Forbidden for oneself.
    """
    reference = one_line(reference, limit=REFERENCE_LIMIT, field="reference", missing=NO_REFERENCE)
    reason = one_line(reason, limit=REASON_LIMIT, field="reason", missing=NO_REASON)
    return _place_hold(actor_id, Hold(reference=reference, person_id=person_id, space_id=space_id), reason)


@command
def _place_hold(actor_id: int, hold: Hold, reason: str) -> Hold:
    wait_for_removals()
    if not policy.can_place_holds(policy.load_actor(actor_id)):
        raise NotFound
    _require_subject(hold, actor_id)
    same = (
        Hold.person_id.is_not_distinct_from(hold.person_id),
        Hold.space_id.is_not_distinct_from(hold.space_id),
        Hold.reference == hold.reference,
        Hold.lifting_id.is_(None),
    )
    standing = session.scalars(sa.select(Hold).where(*same).limit(1)).one_or_none()
    if standing is not None:
        return standing
    hold.placing = _logged(Verdict.PLACE_HOLD, hold, by_id=actor_id, reason=reason)
    session.add(hold)
    return hold


def lift_hold(*, actor_id: int, hold_id: int, reason: str) -> Hold:
    """Let it hold no more: what is due goes with the next run. A repeat changes nothing.

    Raises Invalid (`reason`), NotFound for whoever does not run the network, and for the person whom it is on.
    """
    reason = one_line(reason, limit=REASON_LIMIT, field="reason", missing=NO_REASON)
    return _lift_hold(actor_id, hold_id, reason)


@command
def _lift_hold(actor_id: int, hold_id: int, reason: str) -> Hold:
    hold = lock(Hold, hold_id)
    if not policy.can_read_hold(policy.load_actor(actor_id), hold):
        raise NotFound
    if hold.is_open:
        hold.lifting = _logged(Verdict.LIFT_HOLD, hold, by_id=actor_id, reason=reason)
    return hold


def _require_subject(hold: Hold, actor_id: int) -> None:
    if hold.person_id is not None and hold.space_id is not None:
        raise Invalid("Choose a person or a space.", field="scope")
    if hold.person_id == actor_id:
        raise Forbidden("Somebody else decides whether you are under a hold.")
    for model, row_id in ((Person, hold.person_id), (Space, hold.space_id)):
        if row_id is not None and session.get(model, row_id) is None:
            raise NotFound


def _logged(verdict: Verdict, hold: Hold, *, by_id: int, reason: str) -> Decision:
    """In no space and about nobody: whoever is under hold is not told, and their moderators need not know."""
    return Decision.log(verdict, space_id=None, actor_id=by_id, reason=f"{hold.reference}: {reason}")
