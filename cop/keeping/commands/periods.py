"""For how long a kind of thing is kept: chosen within bounds, with a reason, and logged."""

from cop import policy
from cop.db import command, session
from cop.errors import Conflict, Invalid, NotFound
from cop.keeping.commands.holding import NO_REASON, REASON_LIMIT
from cop.models import Decision, KeepingRule, Kept, Verdict
from cop.models.holds import wait_for_removals
from cop.models.keeping import DAY, SCHEDULE, Rule, in_words
from cop.models.keeping_rows import period_of
from cop.typed import one_line

CHANGED = "Somebody else has changed this meanwhile. Look at it as it is now."


def set_days(*, actor_id: int, kind: Kept, days: int, reason: str, seen: int) -> KeepingRule | None:
    """Keep each thing of this kind for `days` from now on; `seen` is for how many it was kept when the page was shown.
    The same again changes nothing.

    Raises Invalid (`days`: out of bounds; `reason`: none), Conflict where it is not as it was seen, NotFound for
    whoever does not run the network and for a kind whose period is fixed.
    """
    require_within(SCHEDULE[kind], days)
    reason = one_line(reason, limit=REASON_LIMIT, field="reason", missing=NO_REASON)
    return _set_days(actor_id=actor_id, kind=kind, days=days, reason=reason, seen=seen)


def require_within(rule: Rule, days: int) -> None:
    """Invalid for a number of days that nobody may choose, NotFound where nobody chooses."""
    if not rule.can_be_set:
        raise NotFound
    if not rule.least <= days <= rule.most:
        raise Invalid(f"Enter a number from {rule.least} to {rule.most:,}.", field="days")


@command
def _set_days(*, actor_id: int, kind: Kept, days: int, reason: str, seen: int) -> KeepingRule | None:
    wait_for_removals()
    if not policy.can_set_retention(policy.load_actor(actor_id)):
        raise NotFound
    chosen, now = session.get(KeepingRule, kind), period_of(kind)
    if now == days * DAY:
        return chosen
    if now // DAY != seen:
        raise Conflict(CHANGED)
    said = f"{SCHEDULE[kind].name}: {in_words(days * DAY)} instead of {in_words(now)}. {reason}"
    decision = Decision.log(Verdict.SET_RETENTION, space_id=None, actor_id=actor_id, reason=said)
    if chosen is None:
        chosen = KeepingRule(kind=kind)
        session.add(chosen)
    chosen.days, chosen.decision_id = days, decision.id
    return chosen
