"""Who reads inquiries and what comes back, in rules and in selects over all standings."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import db, policy
from cop.models import Inquiry, InquiryReaders, InquiryResponse, SpaceKind
from tests.inquiring import put_inquiry, put_response
from tests.policy.cast import Cast


@pytest.fixture
def cast(database: Engine) -> Cast:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(SpaceKind.COHORT)))()
    db.session.add_all([made[0].space, made[0].another, *made[0].people.values()])
    return made[0]


def test_rules_and_selects_agree_about_every_inquiry(cast: Cast) -> None:
    inquiry = put_inquiry(cast.people["staff"], key="inquiry-of-the-cast")
    seen = {}
    for standing, actor in cast.actors.items():
        found = db.session.scalars(sa.select(Inquiry.id).where(policy.visible_inquiries(actor))).all()
        seen[standing] = inquiry.id in found
        assert seen[standing] == policy.can_read_inquiries(actor), standing
        assert seen[standing] or not policy.is_asked(actor, inquiry), standing
        assert seen[standing] or not policy.can_read_themes(actor, inquiry), standing
    assert seen["member"]
    assert seen["staff"]
    assert not all(seen.values())


@pytest.mark.parametrize("is_sent", [False, True])
@pytest.mark.parametrize("readers", list(InquiryReaders))
def test_rules_and_selects_agree_about_every_response(
    cast: Cast, readers: InquiryReaders, is_sent: bool
) -> None:
    inquiry = put_inquiry(cast.people["staff"], key="inquiry-of-the-cast")
    response = put_response(inquiry, cast.people["member"], "Mine", readers=readers, is_sent=is_sent)
    seen = set()
    for standing, actor in cast.actors.items():
        found = db.session.scalars(
            sa.select(InquiryResponse.id).where(policy.visible_inquiry_responses(actor))
        ).all()
        assert (response.id in found) == policy.can_read_inquiry_response(actor, response), standing
        seen |= {standing} if found else set()
    assert "member" in seen
    assert ("staff" in seen) is is_sent
    assert ("moderator" in seen) is (is_sent and readers is InquiryReaders.ALL)
