"""What came back: one's own, and those that somebody may read, with the themes that they lie under."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from cop import policy
from cop.db import session
from cop.models import Inquiry, InquiryAnswer, InquiryResponse, InquiryTheme, Person, ThemedResponse
from cop.policy import Actor


def mine(person_id: int, inquiry_id: int) -> InquiryResponse | None:
    """What a person has begun to answer, or has sent."""
    here = (InquiryResponse.inquiry_id == inquiry_id, InquiryResponse.person_id == person_id)
    return session.scalars(sa.select(InquiryResponse).where(*here)).one_or_none()


def answers_of(person_id: int, inquiry_id: int) -> dict[int, str]:
    """What they say, by the ids of questions."""
    here = (InquiryAnswer.inquiry_id == inquiry_id, InquiryAnswer.person_id == person_id)
    query = sa.select(InquiryAnswer.question_id, InquiryAnswer.text).where(*here)
    return {row.question_id: row.text for row in session.execute(query)}


def sent(actor: Actor, inquiry: Inquiry) -> Sequence[InquiryResponse]:
    """Those that were sent and that `actor` reads, by the names of their authors."""
    query = (
        sa.select(InquiryResponse)
        .join(InquiryResponse.person)
        .options(
            contains_eager(InquiryResponse.person),
            joinedload(InquiryResponse.organisation),
            selectinload(InquiryResponse.answers),
        )
        .where(InquiryResponse.inquiry_id == inquiry.id, InquiryResponse.sent_at.is_not(None))
        .where(policy.visible_inquiry_responses(actor))
        .order_by(Person.name, Person.id)
    )
    return session.scalars(query).all()


def by_id(actor: Actor, response_id: int) -> sa.Select[InquiryResponse]:
    here = (InquiryResponse.id == response_id, InquiryResponse.sent_at.is_not(None))
    return sa.select(InquiryResponse).where(*here, policy.visible_inquiry_responses(actor))


def count(inquiry: Inquiry) -> int:
    """How many were sent."""
    here = (InquiryResponse.inquiry_id == inquiry.id, InquiryResponse.sent_at.is_not(None))
    return session.scalar(sa.select(sa.func.count(InquiryResponse.id)).where(*here)) or 0


def themed(inquiry: Inquiry) -> dict[int, set[int]]:
    """The people whose responses lie under each of its themes, by the ids of these."""
    found: dict[int, set[int]] = {each.id: set() for each in inquiry.themes}
    query = (
        sa.select(ThemedResponse.theme_id, ThemedResponse.person_id)
        .join(InquiryTheme, InquiryTheme.id == ThemedResponse.theme_id)
        .where(InquiryTheme.inquiry_id == inquiry.id)
    )
    for theme_id, person_id in session.execute(query):
        found[theme_id].add(person_id)
    return found
