"""The list of inquiries, and what stands on the page of one."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import raiseload, selectinload

from cop import policy
from cop.db import session
from cop.models import Inquiry, InquiryResponse, Space, SpaceKind, Topic, TopicState
from cop.policy import Actor


class Listed(NamedTuple):
    """An inquiry, how many responses were sent, and the reader's own, None where there is none."""

    inquiry: Inquiry
    responses: int
    mine: InquiryResponse | None


def listed(actor: Actor) -> list[Listed]:
    """All that `actor` may read: what is open first, and of these what closes first."""
    sent = (
        sa.select(sa.func.count(InquiryResponse.id))
        .where(InquiryResponse.inquiry_id == Inquiry.id, InquiryResponse.sent_at.is_not(None))
        .scalar_subquery()
    )
    own = sa.and_(InquiryResponse.inquiry_id == Inquiry.id, InquiryResponse.person_id == actor.id)
    query = (
        sa.select(Inquiry, sent.correlate(Inquiry), InquiryResponse)
        .outerjoin(InquiryResponse, own)
        .options(raiseload("*"))
        .where(policy.visible_inquiries(actor))
        .order_by(Inquiry.closes_on.desc(), Inquiry.id.desc())
    )
    found = [Listed(*row) for row in session.execute(query)]
    still_open = [each for each in found if each.inquiry.is_open]
    return still_open[::-1] + [each for each in found if not each.inquiry.is_open]


def by_id(actor: Actor, inquiry_id: int) -> sa.Select[Inquiry]:
    return (
        sa.select(Inquiry)
        .options(
            selectinload(Inquiry.questions),
            selectinload(Inquiry.organisations),
            selectinload(Inquiry.themes),
        )
        .where(Inquiry.id == inquiry_id, policy.visible_inquiries(actor))
    )


def discussion(actor: Actor, inquiry: Inquiry) -> Topic | None:
    """The topic in which it is discussed, where `actor` may read that now; of one that was merged, where it went."""
    if inquiry.topic is None:
        return None
    leads_to = inquiry.topic.merged_into_id or inquiry.topic.id
    query = sa.select(Topic).join(Topic.space).where(Topic.id == leads_to, policy.visible_topics(actor))
    return session.scalars(query.where(Topic.state == TopicState.OPEN)).one_or_none()


def where_to_discuss(actor: Actor) -> Space | None:
    """The network's forum, for who reads that."""
    query = sa.select(Space).where(Space.kind == SpaceKind.NETWORK, policy.visible_spaces(actor))
    return session.scalars(query.limit(1)).one_or_none()
