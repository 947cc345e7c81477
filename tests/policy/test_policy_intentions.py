"""Who reads intentions and offers: what may be read is what is listed, for every standing towards the pair's space."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import db, policy
from cop.models import Intention, Offer, Organisation, Pair, SpaceKind
from tests import people
from tests.authz.things_paired import put_wording
from tests.policy.cast import Cast


@pytest.fixture
def cast(database: Engine) -> Cast:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(SpaceKind.PAIR)))()
    db.session.add_all([made[0].space, made[0].another, *made[0].people.values()])
    return made[0]


@pytest.fixture
def intentions(cast: Cast) -> list[Intention]:
    """A draft and a shared one of the cast's pair, and both of another."""
    organisation = Organisation(code="O", name="O")
    db.session.add(organisation)
    db.session.flush()
    pairs = [Pair(organisation_id=organisation.id, space_id=cast.space.id, label="1")]
    db.session.add_all(pairs)
    db.session.flush()
    pairs.append(Pair.begin(organisation, None, "2"))
    made = []
    for pair in pairs:
        made.append(put_wording(pair, cast.people["member"], "Shared", is_shared=True))
        made[-1].closed_at = pair.started_at
        made.append(put_wording(pair, cast.people["member"], "Draft", is_shared=False))
    db.session.flush()
    return made


def test_what_may_be_read_is_what_is_listed(cast: Cast, intentions: list[Intention]) -> None:
    read = {}
    for standing, actor in cast.actors.items():
        query = sa.select(Intention.id).join(Intention.pair).where(policy.visible_intentions(actor))
        expected = {each.id for each in intentions if policy.can_read_intention(actor, each)}
        assert set(db.session.scalars(query)) == expected, standing
        read[standing] = len(expected)
    assert read["member"] == 3, "all but the draft of another pair"
    assert read["observer"] == read["staff"] == 2, "what is shared"
    assert read["outsider"] == read["former"] == read["deactivated"] == 0


def test_what_is_offered_is_for_the_pair_and_who_offers_until_it_is_accepted(
    cast: Cast, intentions: list[Intention]
) -> None:
    offers = [
        Offer(
            intention_id=each.id,
            person_id=cast.people[name].id,
            text="x",
            key=people.key(),
            was_accepted=accepted,
        )
        for each in intentions
        for name in ("moderator_of_another", "staff")
        for accepted in (True, False)
    ]
    db.session.add_all(offers)
    db.session.flush()
    for standing, actor in cast.actors.items():
        query = sa.select(Offer.id).join(Offer.intention).join(Intention.pair)
        expected = {each.id for each in offers if policy.can_read_offer(actor, each)}
        assert set(db.session.scalars(query.where(policy.visible_offers(actor)))) == expected, standing
    member, other = (cast.actors[name] for name in ("member", "moderator_of_another"))
    assert sum(policy.can_read_offer(member, each) for each in offers) == 8 + 2
    assert sum(policy.can_read_offer(other, each) for each in offers) == 2 * 2 + 2


def test_only_the_two_write_and_only_others_offer(cast: Cast, intentions: list[Intention]) -> None:
    shared, draft = intentions[0], intentions[1]
    for standing, actor in cast.actors.items():
        assert policy.can_write_intention(actor, draft) is (standing == "member"), standing
        assert policy.can_change_status(actor, shared) is (standing == "member"), standing
        assert policy.can_change_status(actor, draft) is False
        assert policy.can_offer(actor, draft) is False
        offers = standing in {"moderator_of_another", "facilitator", "moderator"}
        assert policy.can_offer(actor, shared) is offers, standing
