"""What a letter says, made from rows when it is sent; nothing for one that nobody wants any more."""

import hashlib
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from cop import clock, jobs, web
from cop.accounts.tasks import addresses, joining, looking_after, pairs, set_meetings, signing_in, workshops
from cop.accounts.tasks.contents import Contents, in_a_line
from cop.models import Letter, LetterKind


def word(letter: Letter) -> EmailMessage | None:
    """The mail for `letter`: one recipient, plain text."""
    contents = _CONTENTS[letter.kind](letter)
    if contents is None:
        return None
    heads = _heads(letter, contents)
    text = web.fragment(f"accounts/mail/{letter.kind}.txt", **contents.words)
    message = EmailMessage(policy=SMTP)
    for name, value in heads.items():
        message[name] = value
    message.set_content(text.strip() + "\n", cte="quoted-printable")
    return message


def _heads(letter: Letter, contents: Contents) -> dict[str, Any]:
    settings = jobs.settings()
    mark = hashlib.sha256(f"{letter.id} {letter.written_at.isoformat()}".encode()).hexdigest()[:16]
    return {
        "From": Address(in_a_line(settings.site_name), addr_spec=settings.mail_from),
        "To": Address(addr_spec=contents.to),
        "Subject": in_a_line(f"{contents.subject} – {settings.site_name}"),
        "Date": format_datetime(clock.now()),
        "Message-ID": f"<letter-{letter.id}.{mark}@{urlsplit(settings.public_url).hostname}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


_CONTENTS: dict[LetterKind, Callable[[Letter], Contents | None]] = {
    LetterKind.INVITATION: joining.invitation,
    LetterKind.PASSWORD_RESET: signing_in.password_reset,
    LetterKind.PASSWORD_CHANGED: signing_in.password_changed,
    LetterKind.DECISION: looking_after.decision,
    LetterKind.WAITING: looking_after.waiting,
    LetterKind.APPLICATION: joining.application,
    LetterKind.SECOND_STEP_CHANGED: signing_in.second_step_changed,
    LetterKind.IDENTITIES_CHANGED: signing_in.identities_changed,
    LetterKind.ADDRESS_WANTED: addresses.wanted,
    LetterKind.ADDRESS_CHANGING: addresses.changing,
    LetterKind.ADDRESS_CHANGED: addresses.changed,
    LetterKind.ADDRESS_TAKEN_BACK: addresses.taken_back,
    LetterKind.TERM: looking_after.term,
    LetterKind.SUCCESSION: looking_after.succession,
    LetterKind.STATEMENT: looking_after.statement,
    LetterKind.INSPECTION: looking_after.inspection,
    LetterKind.LEAVING: signing_in.leaving,
    LetterKind.LEFT: signing_in.left,
    LetterKind.EXPORT: signing_in.export,
    LetterKind.WORKSHOP: workshops.moved,
    LetterKind.SET_MEETING: set_meetings.meeting,
    LetterKind.REVIEW: pairs.review,
    LetterKind.SET_HOSTING: set_meetings.hosting,
    LetterKind.SET_SOON: set_meetings.soon,
    LetterKind.SET_ACTION: set_meetings.action,
}
