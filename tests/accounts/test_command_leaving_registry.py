"""Of who has left, no column that the registry calls theirs says anything, but those of which is said why (S25)."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.accounts import commands
from cop.exports import tasks as exports
from cop.models import Departure, Person, Way
from cop.models.registry import Holds, columns_that_hold
from tests.accounts.leaver import work_off
from tests.accounts.letterbox import give_password
from tests.exports.copies import plant
from tests.people import PASSWORD

PAIRS = "the pair’s, of its organisation: an intention goes on with whoever follows"

STAYS = {
    "commitment.text": "what sponsors undertook, and when",
    "commitment.time_protected": "what sponsors undertook, and when",
    "decision.reason": "the log is never changed",
    "handover_check.note": "who looked after what, and when",
    "inspection.answer": "who looked after what, and when",
    "inspection.delay_reason": "who looked after what, and when",
    "inspection.reason": "who looked after what, and when",
    "inspection.reference": "who looked after what, and when",
    "impact.evidence": PAIRS,
    "impact.text": PAIRS,
    "indicator.name": PAIRS,
    "indicator.unit": PAIRS,
    "intention_wording.ambition": PAIRS,
    "intention_wording.stakeholders": PAIRS,
    "intention_wording.statement": PAIRS,
    "key_relationship.partner": PAIRS,
    "key_relationship.who": PAIRS,
    "progress_update.leadership": PAIRS,
    "progress_update.organisation": PAIRS,
    "measure.roles": "what was held when it was taken: a word of ours for each",
}
"""Columns of others' record, in which something stays -> why."""

WORDS = (
    "attachment", "message", "message_revision", "poll", "poll_option", "poll_outcome", "post", "post_revision",
    "summary_revision", "topic", "topic_summary",
)  # fmt: skip
"""Tables of what people wrote for others, which stays without a name where they chose so."""

CANARY = "canarybob"


def said() -> set[str]:
    """The columns of text that say something of Bob's."""
    found = set()
    for column in columns_that_hold(Holds.PERSONAL):
        if isinstance(column.type, sa.Text):
            count = sa.select(sa.func.count()).where(column.contains(CANARY))
            if db.session.scalar(count.select_from(column.table)):
                found.add(str(column))
    return found


@db.command
def _stay(person: Person) -> None:
    """Have not left, whatever was put into that table."""
    db.session.execute(sa.delete(Departure).where(Departure.person_id == person.id))


@pytest.mark.parametrize(("way", "stays"), [(Way.UNNAMED, WORDS), (Way.REMOVED, ())])
def test_nothing_of_theirs_is_left(world, ann, bob, way, stays):
    plant(bob, ann, {"space": world.cohort.id, "organisation": bob.organisation_id})
    _stay(bob)
    give_password(bob)
    before = said()
    assert len(before) > 40, "control: there is much of him"
    commands.leave_place(actor_id=bob.id, way=way, password=PASSWORD)
    work_off()
    exports.forget.run()
    left = said()
    assert STAYS.keys() <= left
    assert {each.partition(".")[0] for each in left - STAYS.keys()} == set(stays)
