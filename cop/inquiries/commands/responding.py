"""Answering an inquiry: a draft of one's own, which is sent once it is ready and can be changed until it closes."""

from collections.abc import Mapping

import sqlalchemy as sa

from cop import clock, policy
from cop.db import command, get, session
from cop.errors import Conflict, Invalid
from cop.inquiries.commands.locks import pace, read
from cop.inquiries.queries.responses import mine
from cop.models import (
    Inquiry,
    InquiryAnswer,
    InquiryReaders,
    InquiryResponse,
    InquiryTheme,
    Person,
    ThemedResponse,
)
from cop.models.holds import has_to_stay, wait_for_holds
from cop.typed import drafted, optional

ANSWER_LIMIT = 4_000
NOT_ASKED = "This inquiry is closed, or is put to other organisations."
NOTHING = "Answer at least one of the questions before you send it."


@command
def respond(
    *,
    actor_id: int,
    inquiry_id: int,
    answers: Mapping[int, str],
    readers: InquiryReaders,
    may_quote: bool,
    is_sent: bool,
) -> InquiryResponse:
    """Keep what the actor answers, by the ids of questions, and send it where `is_sent`: then whoever they chose reads
    it. What was sent stays sent. A repeat changes nothing. Raises NotFound, Forbidden, Invalid, TooFast.
    """
    inquiry, actor = read(actor_id, inquiry_id)
    policy.require(policy.can_respond_to(actor, inquiry), NOT_ASKED)
    pace(actor_id)
    response = mine(actor_id, inquiry.id) or _begun(actor_id, inquiry)
    is_sent = is_sent or response.sent_at is not None
    kept = _kept(inquiry, answers, is_sent=is_sent)
    if is_sent and not any(kept.values()):
        raise Invalid(NOTHING, field=f"answer_{inquiry.questions[0].id}")
    _say(actor_id, inquiry, kept)
    response.readers, response.may_quote, response.changed_at = readers, may_quote, clock.now()
    response.organisation_id = get(Person, actor_id).organisation_id
    if is_sent:
        response.sent_at = response.sent_at or clock.now()
    session.flush()
    return response


def _begun(actor_id: int, inquiry: Inquiry) -> InquiryResponse:
    response = InquiryResponse(inquiry_id=inquiry.id, person_id=actor_id)
    session.add(response)
    return response


def _kept(inquiry: Inquiry, answers: Mapping[int, str], *, is_sent: bool) -> dict[int, str]:
    """What is said to each question, as it will be kept."""
    tidy = optional if is_sent else drafted
    return {
        each.id: tidy(answers.get(each.id, ""), limit=ANSWER_LIMIT, field=f"answer_{each.id}")
        for each in inquiry.questions
    }


def _say(actor_id: int, inquiry: Inquiry, kept: Mapping[int, str]) -> None:
    here = (InquiryAnswer.inquiry_id == inquiry.id, InquiryAnswer.person_id == actor_id)
    said = {each.question_id: each for each in session.scalars(sa.select(InquiryAnswer).where(*here))}
    for question_id, text in kept.items():
        if question_id in said:
            said[question_id].text = text
        elif text:
            about = {"inquiry_id": inquiry.id, "question_id": question_id, "person_id": actor_id}
            session.add(InquiryAnswer(text=text, **about))


@command
def take_back_response(*, actor_id: int, inquiry_id: int) -> Inquiry:
    """Let nothing be kept of what the actor answered. A repeat is harmless. Raises NotFound, Conflict under a legal
    hold, which is not told.
    """
    wait_for_holds()
    inquiry, _ = read(actor_id, inquiry_id)
    if has_to_stay(actor_id):
        raise Conflict("This can’t be taken back at the moment. Try again later.")
    themes = sa.select(InquiryTheme.id).where(InquiryTheme.inquiry_id == inquiry.id)
    for model, here in (
        (ThemedResponse, ThemedResponse.theme_id.in_(themes)),
        (InquiryAnswer, InquiryAnswer.inquiry_id == inquiry.id),
        (InquiryResponse, InquiryResponse.inquiry_id == inquiry.id),
    ):
        session.execute(sa.delete(model).where(here, model.person_id == actor_id))
    return inquiry
