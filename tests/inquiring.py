"""Short ways to have inquiries, through the models and through their commands."""

from datetime import date, timedelta

from cop import clock, db
from cop.inquiries import commands
from cop.inquiries.commands import Asked
from cop.models import (
    Inquiry,
    InquiryAnswer,
    InquiryQuestion,
    InquiryReaders,
    InquiryResponse,
    InquiryTheme,
    Person,
)
from tests.people import key


def put_inquiry(opener: Person, *, key: str, title: str = "An inquiry") -> Inquiry:
    """One in the running command, for all, open for three weeks, with one question and a theme."""
    inquiry = Inquiry(
        title=title, closes_on=clock.today() + timedelta(days=21), opener_id=opener.id, key=key, digest=""
    )
    inquiry.questions = [InquiryQuestion(place=1, text="A question")]
    inquiry.themes = [InquiryTheme(title="A theme")]
    db.session.add(inquiry)
    db.session.flush()
    return inquiry


def put_response(
    inquiry: Inquiry,
    person: Person,
    words: str,
    *,
    readers: InquiryReaders = InquiryReaders.ORGANISERS,
    is_sent: bool = True,
) -> InquiryResponse:
    """What somebody answers to its first question, in the running command."""
    about = {"inquiry_id": inquiry.id, "person_id": person.id}
    response = InquiryResponse(readers=readers, sent_at=clock.now() if is_sent else None, **about)
    db.session.add_all([response, InquiryAnswer(question_id=inquiry.questions[0].id, text=words, **about)])
    db.session.flush()
    return response


def ask(person: Person, closes_on: date, **said: object) -> Inquiry:
    """An inquiry that `person` has opened."""
    about = {"title": "What gets in the way", "about": "", "questions": "What helps?\nWhat hinders?"} | said
    return commands.open_inquiry(actor_id=person.id, asked=Asked(closes_on=closes_on, **about), key=key())


def question_ids(inquiry: Inquiry) -> list[int]:
    query = db.session.query(InquiryQuestion).filter_by(inquiry_id=inquiry.id)
    return [each.id for each in query.order_by(InquiryQuestion.place)]


def answer(
    person: Person,
    inquiry: Inquiry,
    *texts: str,
    readers: InquiryReaders = InquiryReaders.ORGANISERS,
    may_quote: bool = False,
    is_sent: bool = True,
) -> InquiryResponse:
    """What `person` answers to the questions in their order."""
    return commands.respond(
        actor_id=person.id,
        inquiry_id=inquiry.id,
        answers=dict(zip(question_ids(inquiry), texts, strict=False)),
        readers=readers,
        may_quote=may_quote,
        is_sent=is_sent,
    )
