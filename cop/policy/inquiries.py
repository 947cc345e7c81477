"""Who is asked by an inquiry, who keeps it, and who reads what came back.

| | reads |
|---|---|
| the questions, whom they are put to, and what was published | members of the network, staff and stewards |
| a response that is not sent | its author alone |
| one that is sent | its author, staff and stewards, and all who read the inquiry where its author chose that |
| themes that are not published | staff and stewards |
"""

import sqlalchemy as sa

from cop.db import get
from cop.models import Inquiry, InquiryReaders, InquiryResponse, Person
from cop.policy.actors import Actor
from cop.policy.people import can_see_directory


def can_read_inquiries(actor: Actor) -> bool:
    return can_see_directory(actor)


def visible_inquiries(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.true() if can_read_inquiries(actor) else sa.false()


def can_keep_inquiries(actor: Actor) -> bool:
    """Open one, make themes of what comes back, publish these: programme staff and stewards."""
    return actor.runs_network


def is_asked(actor: Actor, inquiry: Inquiry) -> bool:
    """Whether the questions are put to the actor: of an organisation that was taken in by another, to those of that."""
    if not actor.communities:
        return False
    theirs = get(Person, actor.id).organisation_id
    asked = {each.id for each in inquiry.organisations} | {each.present.id for each in inquiry.organisations}
    return inquiry.is_for_all or theirs in asked


def can_respond_to(actor: Actor, inquiry: Inquiry) -> bool:
    """Write a response, send it and change it, until the inquiry closes."""
    return inquiry.is_open and is_asked(actor, inquiry)


def can_read_inquiry_response(actor: Actor, response: InquiryResponse) -> bool:
    if response.person_id == actor.id:
        return True
    if response.sent_at is None or not can_read_inquiries(actor):
        return False
    return can_keep_inquiries(actor) or response.readers is InquiryReaders.ALL


def visible_inquiry_responses(actor: Actor) -> sa.ColumnElement[bool]:
    mine = InquiryResponse.person_id == actor.id
    if not can_read_inquiries(actor):
        return mine
    theirs = sa.true() if can_keep_inquiries(actor) else InquiryResponse.readers == InquiryReaders.ALL
    return sa.or_(mine, sa.and_(InquiryResponse.sent_at.is_not(None), theirs))


def can_read_themes(actor: Actor, inquiry: Inquiry) -> bool:
    return can_keep_inquiries(actor) or (inquiry.is_published and can_read_inquiries(actor))


__all__ = [
    "can_keep_inquiries",
    "can_read_inquiries",
    "can_read_inquiry_response",
    "can_read_themes",
    "can_respond_to",
    "is_asked",
    "visible_inquiries",
    "visible_inquiry_responses",
]
