"""Who reads visits and events, arranges them and learns what people need, in rules and in selects, over all."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import db, policy
from cop.models import AccessNote, Gathering, Space, SpaceKind
from cop.policy.gatherings import HELD_IN
from tests.gatherings.rows import put_gathering
from tests.policy.cast import Cast


@pytest.fixture(params=HELD_IN)
def cast(request: pytest.FixtureRequest, database: Engine) -> Cast:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(request.param)))()
    db.session.add_all([made[0].space, made[0].another, *made[0].people.values()])
    return made[0]


def test_rules_and_selects_agree_about_every_visit_and_event(cast: Cast) -> None:
    gathering = put_gathering(cast.space, cast.people["moderator"])
    arrangers = set()
    for standing, actor in cast.actors.items():
        seen = db.session.scalars(sa.select(Gathering.id).where(policy.visible_gatherings(actor))).all()
        assert (gathering.id in seen) == policy.can_read_gathering(actor, gathering), standing
        spaces = db.session.scalars(sa.select(Space.id).where(policy.gathering_spaces(actor))).all()
        assert (cast.space.id in spaces) == policy.can_read_gatherings(actor, cast.space), standing
        assert policy.can_arrange(actor, cast.space) == policy.can_report_of(actor, gathering)
        assert policy.can_read_gathering(actor, gathering) or not policy.can_arrange(actor, cast.space)
        arrangers |= {standing} if policy.can_arrange(actor, cast.space) else set()
    beside = {SpaceKind.NETWORK: {"staff", "steward"}, SpaceKind.COHORT: {"staff"}}
    assert arrangers == {"moderator"} | beside.get(cast.space.kind, set())


def test_what_somebody_needs_is_read_by_them_and_by_who_organises_it(cast: Cast) -> None:
    gathering = put_gathering(cast.space, cast.people["moderator"])
    note = AccessNote(gathering_id=gathering.id, person_id=cast.people["member"].id, text="A ramp")
    note.gathering = gathering
    db.session.add(note)
    db.session.flush()
    readers = set()
    for standing, actor in cast.actors.items():
        query = sa.select(AccessNote.id).join(AccessNote.gathering).where(policy.visible_access_notes(actor))
        seen = db.session.scalars(query).all()
        assert (note.id in seen) == policy.can_read_access_note(actor, note), standing
        readers |= {standing} if seen else set()
    assert readers == {"member", "moderator"}
