"""Whether a text repeats what somebody answered, word for word, who has not said yes to that (domain.md B11)."""

import re

import sqlalchemy as sa

from cop.db import session
from cop.errors import Invalid
from cop.models import Inquiry, InquiryAnswer, InquiryResponse

RUN = 8
"""So many words one after the other are somebody’s own."""

QUOTED = (
    "This repeats, word for word, what somebody answered who has not said yes to being quoted. Say it in words of"
    " your own, or ask them: “{}”"
)


def refuse_quotations(inquiry: Inquiry, text: str, *, field: str) -> None:
    """Invalid where `text` has eight words in a row of an answer that may not be quoted."""
    said = _spaced(_words(text))
    query = (
        sa.select(InquiryAnswer.text)
        .join(
            InquiryResponse,
            sa.and_(
                InquiryResponse.person_id == InquiryAnswer.person_id,
                InquiryResponse.inquiry_id == InquiryAnswer.inquiry_id,
            ),
        )
        .where(InquiryAnswer.inquiry_id == inquiry.id, InquiryResponse.may_quote.is_(False))
        .order_by(InquiryAnswer.id)
    )
    for answer in session.scalars(query):
        words = _words(answer)
        for start in range(len(words) - RUN + 1):
            run = words[start : start + RUN]
            if _spaced(run) in said:
                raise Invalid(QUOTED.format(" ".join(run)), field=field)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _spaced(words: list[str]) -> str:
    return f" {' '.join(words)} "
