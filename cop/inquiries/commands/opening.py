"""Opening an inquiry: what is asked, of whom, and until when."""

from dataclasses import astuple, dataclass
from datetime import date

import sqlalchemy as sa

from cop import clock, policy
from cop.db import add_once, command, session
from cop.errors import Conflict, Invalid, NotFound
from cop.inquiries.commands.locks import KEEPERS, MEANWHILE, Overtaken, kept
from cop.models import Inquiry, InquiryQuestion, InquiryResponse, Organisation
from cop.models.states import ALREADY_SENT, digest
from cop.typed import one_line, optional, tidied

TITLE_LIMIT, ABOUT_LIMIT, QUESTION_LIMIT = 160, 4_000, 300
MOST_QUESTIONS, MOST_ORGANISATIONS = 10, 200
ANSWERED = "Somebody has begun to answer: its questions stay as they are. Everything else can be changed."
NO_ORGANISATION = "Name the organisations that are asked, each in a line of its own, by its code or its name."


@dataclass(frozen=True, slots=True)
class Asked:
    """What is filled in. `questions` and, unless it is for all, `organisations` are one in a line, these by their codes
    or names.
    """

    title: str
    about: str
    questions: str
    closes_on: date
    is_for_all: bool = True
    organisations: str = ""

    def lines(self) -> list[str]:
        """The questions as they will be kept. Raises Invalid."""
        said = [line for line in tidied(self.questions).splitlines() if line.strip()]
        if not said:
            raise Invalid("Ask at least one question.", field="questions")
        if len(said) > MOST_QUESTIONS:
            raise Invalid(f"Ask at most {MOST_QUESTIONS} questions.", field="questions")
        return [one_line(line, limit=QUESTION_LIMIT, field="questions") for line in said]

    def asked(self) -> list[Organisation]:
        """The organisations whose members are asked; none where all are. Raises Invalid."""
        if self.is_for_all:
            return []
        said = {line.strip() for line in tidied(self.organisations).splitlines() if line.strip()}
        if not 0 < len(said) <= MOST_ORGANISATIONS:
            raise Invalid(NO_ORGANISATION, field="organisations")
        found = {line: _called(line) for line in sorted(said)}
        if unknown := [line for line, each in found.items() if each is None]:
            raise Invalid(f"There is no such organisation: {', '.join(unknown[:5])}", field="organisations")
        return list({each.id: each for each in found.values() if each is not None}.values())

    def tell(self, inquiry: Inquiry) -> None:
        """Let `inquiry` say this, its questions apart. Raises Invalid."""
        inquiry.title = one_line(
            self.title, limit=TITLE_LIMIT, field="title", missing="Say what it is about."
        )
        inquiry.about = optional(self.about, limit=ABOUT_LIMIT, field="about")
        inquiry.closes_on, inquiry.is_for_all = self.closes_on, self.is_for_all
        inquiry.organisations = self.asked()


def _called(line: str) -> Organisation | None:
    same = sa.or_(
        sa.func.lower(Organisation.code) == line.lower(), sa.func.lower(Organisation.name) == line.lower()
    )
    return session.scalars(sa.select(Organisation).where(same).order_by(Organisation.id).limit(1)).first()


@command
def open_inquiry(*, actor_id: int, asked: Asked, key: str) -> Inquiry:
    """Ask open questions. The same form sent twice opens one. Raises NotFound, Forbidden, Invalid, Conflict."""
    actor = policy.load_actor(actor_id)
    if not policy.can_read_inquiries(actor):
        raise NotFound
    policy.require(policy.can_keep_inquiries(actor), KEEPERS)
    sent = digest(actor_id, *astuple(asked))
    known = session.scalars(sa.select(Inquiry).where(Inquiry.key == key)).one_or_none()
    if known is not None:
        known.matches(sent)
        return known
    if asked.closes_on < clock.today():
        raise Invalid("Choose a day that is still to come.", field="closes_on")
    inquiry = Inquiry(opener_id=actor_id, key=key, digest=sent)
    asked.tell(inquiry)
    inquiry.questions = _questions(asked)
    add_once(inquiry, taken=ALREADY_SENT)
    return inquiry


@command
def edit_inquiry(*, actor_id: int, inquiry_id: int, asked: Asked, seen: int) -> Inquiry:
    """Say anew what is asked, of whom and until when; a day that has been closes it. Overtaken where it is not as it
    was at the version `seen`; Conflict where other questions are asked than somebody has begun to answer.
    """
    inquiry = kept(actor_id, inquiry_id)
    if inquiry.version != seen:
        raise Overtaken(MEANWHILE)
    if asked.lines() != [each.text for each in inquiry.questions]:
        _ask_anew(inquiry, asked)
    asked.tell(inquiry)
    inquiry.version += 1
    return inquiry


def _ask_anew(inquiry: Inquiry, asked: Asked) -> None:
    is_answered = sa.exists().where(InquiryResponse.inquiry_id == inquiry.id)
    if session.scalar(sa.select(is_answered)):
        raise Conflict(ANSWERED, field="questions")
    session.execute(sa.delete(InquiryQuestion).where(InquiryQuestion.inquiry_id == inquiry.id))
    session.expire(inquiry, ["questions"])
    inquiry.questions.extend(_questions(asked))


def _questions(asked: Asked) -> list[InquiryQuestion]:
    return [InquiryQuestion(place=place, text=line) for place, line in enumerate(asked.lines(), start=1)]
