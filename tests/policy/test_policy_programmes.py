"""Who reads and keeps programmes, said in rules and in selects."""

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import db, policy
from cop.models import Programme, SpaceKind
from tests.policy.cast import Cast


def test_rules_and_selects_agree_about_programmes(database: Engine) -> None:
    made: list[Cast] = []

    @db.command
    def begin() -> None:
        made.append(Cast(SpaceKind.COHORT))
        db.session.add(Programme(slug="thistles", name="Thistles"))

    begin()
    kept = set()
    for standing, actor in [*made[0].actors.items(), ("nobody", policy.NOBODY)]:
        seen = db.session.scalars(sa.select(Programme.id).where(policy.visible_programmes(actor))).all()
        assert bool(seen) == policy.can_read_programmes(actor) == (standing != "nobody")
        kept |= {standing} if policy.can_keep_programme(actor) else set()
    assert kept == {"staff", "steward"}
