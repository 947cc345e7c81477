"""Inspections of sets, as letters speak of them: that there is one, and nothing of why."""

from typing import Any

from cop import policy
from cop.models import Inspection, Letter

SUBJECTS = {
    "asked": "Somebody asks to read a set",
    "approved": "You can read a set for a day",
    "refused": "You can’t read the set",
    "told": "Somebody was let in to read your set",
}


def inspection(letter: Letter, found: Inspection) -> dict[str, Any] | None:
    """What there is to say of an inspection to whom the letter is for; None where that is no longer true, or is no
    longer for them to know.
    """
    said = _said(letter, found)
    if said is None:
        return None
    return {
        "said": said,
        "asker": found.asker.name,
        "decider": found.decider.name if found.decider else "",
        "basis": found.basis.label,
        "space": found.space.name,
        "slug": found.space.slug,
        "inspection_id": found.id,
        "lapses_at": found.lapses_at,
        "ends_at": found.ends_at,
        "is_late": found.delay_days > 0,
    }


def _said(letter: Letter, found: Inspection) -> str | None:
    if letter.person_id == found.asker_id:
        return "approved" if found.is_open() else "refused" if found.refused_at else None
    actor = policy.load_actor(letter.person_id or 0)
    if found.told_at is not None and policy.can_read_space(actor, found.space):
        return "told"
    return "asked" if found.is_waiting() and policy.can_answer_inspection(actor, found) else None
