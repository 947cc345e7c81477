"""The mail of a demonstration, for its staff."""

import re
from typing import Any

from flask import render_template
from flask_login import login_required

from cop import jobs, policy, web
from cop.accounts import queries
from cop.accounts.tasks import post_office
from cop.accounts.views.blueprint import blueprint
from cop.errors import NotFound
from cop.models import Letter
from cop.web import asked

A_PAGE = 20


@blueprint.get("/demonstration/mail")
@login_required
def letters() -> str:
    """Letters as they were written into the folder, newest first; elsewhere there is no such page."""
    if not policy.can_read_letters(web.actor(), is_demonstration=web.is_demonstration()):
        raise NotFound
    sent = queries.letters_sent(before=asked.number("before"), limit=A_PAGE + 1)
    shown = [_shown(letter) for letter in sent[:A_PAGE]]
    older = sent[A_PAGE - 1].id if len(sent) > A_PAGE else None
    return render_template("accounts/letters.html", letters=shown, older=older)


def _shown(letter: Letter) -> dict[str, Any]:
    mail = post_office.read_kept(jobs.settings(), letter.id)
    text = mail.get_content() if mail is not None else ""
    subject = str(mail["Subject"]) if mail is not None else "This letter is not in the folder any more"
    return {
        "id": letter.id,
        "to": letter.address,
        "at": letter.sent_at,
        "subject": subject,
        "parts": _parts(text),
    }


def _parts(text: str) -> list[tuple[str, bool]]:
    """The text in parts, each with whether it is an address of this site, which becomes a link."""
    here = re.escape(jobs.settings().public_url)
    return [(part, bool(index % 2)) for index, part in enumerate(re.split(rf"({here}/\S*)", text))]
