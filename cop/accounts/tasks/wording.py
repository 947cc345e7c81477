"""What a letter says, made from rows when it is sent; nothing for one that nobody wants any more."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import sqlalchemy as sa

from cop import clock, jobs, policy, web
from cop.accounts import commands, queries
from cop.accounts.tasks import inspections, offices
from cop.accounts.tasks.decisions import sentence_of
from cop.db import session
from cop.models import (
    Application,
    ApplicationState,
    Appointment,
    AppointmentRole,
    Authenticator,
    Decision,
    Departure,
    Export,
    Identity,
    Inspection,
    Invitation,
    Letter,
    LetterKind,
    Passkey,
    Person,
    Review,
    Role,
    StatementKind,
    StatementVersion,
    Succession,
)
from cop.models.publishing import A_YEAR
from cop.models.spaces import Space, SpaceKind
from cop.models.successions import Office

RESET_WANTED = timedelta(hours=1)
"""Whoever asked longer ago has asked again or has given up."""


class _Contents(NamedTuple):
    to: str
    subject: str
    words: dict[str, Any]


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


def _heads(letter: Letter, contents: _Contents) -> dict[str, Any]:
    settings = jobs.settings()
    mark = hashlib.sha256(f"{letter.id} {letter.written_at.isoformat()}".encode()).hexdigest()[:16]
    return {
        "From": Address(_in_a_line(settings.site_name), addr_spec=settings.mail_from),
        "To": Address(addr_spec=contents.to),
        "Subject": _in_a_line(f"{contents.subject} – {settings.site_name}"),
        "Date": format_datetime(clock.now()),
        "Message-ID": f"<letter-{letter.id}.{mark}@{urlsplit(settings.public_url).hostname}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _in_a_line(text: str) -> str:
    """Safe for a header: one line, and nothing that a reader would decode into another (security.md S18)."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(visible.replace("=?", "= ?").split())[:200]


def _invitation(letter: Letter) -> _Contents | None:
    invitation = session.get(Invitation, letter.invitation_id)
    if invitation is None or not invitation.is_open() or commands.is_void(invitation):
        return None
    inviter = invitation.inviter
    words = {
        "link": commands.invitation_link(invitation),
        "inviter": _in_a_line(inviter.name) if inviter else None,
        "spaces": [_in_a_line(place.space.name) for place in invitation.places],
        "is_reminder": invitation.reminded_at is not None and letter.written_at >= invitation.reminded_at,
        "sponsors": _sponsored(invitation),
        "expires_at": invitation.expires_at,
    }
    return _Contents(invitation.email, "You are invited", words)


def _sponsored(invitation: Invitation) -> str:
    """Of which organisation whoever is invited would be the sponsor; empty for all others."""
    if invitation.appointment is not AppointmentRole.SPONSOR or invitation.organisation is None:
        return ""
    return _in_a_line(invitation.organisation.name)


def _password_reset(letter: Letter) -> _Contents | None:
    person = _active(Person.email == letter.address)
    if person is None or letter.written_at < clock.now() - RESET_WANTED:
        return None
    return _Contents(person.email, "Choose a new password", {"link": commands.reset_link(person)})


def _password_changed(letter: Letter) -> _Contents | None:
    person = _active(Person.id == letter.person_id)
    if person is None:
        return None
    return _Contents(person.email, "Your password was changed", {"at": letter.written_at})


def _second_step_changed(letter: Letter) -> _Contents | None:
    person = _active(Person.id == letter.person_id)
    if person is None:
        return None
    words = {
        "at": letter.written_at,
        "has_authenticator": Authenticator.of(person.id) is not None,
        "passkeys": len(Passkey.of(person.id)),
    }
    return _Contents(person.email, "How you sign in was changed", words)


def _identities_changed(letter: Letter) -> _Contents | None:
    person = _active(Person.id == letter.person_id)
    if person is None:
        return None
    linked = session.scalar(sa.select(sa.func.count(Identity.id)).where(Identity.person_id == person.id))
    return _Contents(person.email, "How you sign in was changed", {"at": letter.written_at, "linked": linked})


def _export(letter: Letter) -> _Contents | None:
    """Nothing of what is in it, and nothing once it is there no more."""
    person, export = _active(Person.id == letter.person_id), session.get(Export, letter.person_id)
    if person is None or export is None or not export.is_ready():
        return None
    return _Contents(person.email, "The copy of your data is ready", {"kept_until": export.kept_until})


def _application(letter: Letter) -> _Contents | None:
    """What its state asks for: that of an approved one is an invitation, which is another letter."""
    application = session.get(Application, letter.application_id)
    if application is None or application.state not in _OF_APPLICATIONS:
        return None
    words = {
        "application": application,
        "programme": _in_a_line(application.programme.name),
        "link": commands.application_link(application),
        "reason": _last_reason(application),
    }
    return _Contents(application.email, _OF_APPLICATIONS[application.state], words)


_OF_APPLICATIONS = {
    ApplicationState.BEGUN: "Confirm your application",
    ApplicationState.WAITING: "Your application has arrived",
    ApplicationState.ASKED: "A question about your application",
    ApplicationState.REFUSED: "Your application was decided",
}


def _last_reason(application: Application) -> str:
    """What was said when it was decided last."""
    said = sa.select(Decision.reason).join(Decision.review).where(Review.application_id == application.id)
    return session.scalar(said.order_by(Decision.id.desc()).limit(1)) or ""


def _decision(letter: Letter) -> _Contents | None:
    decision, person = session.get(Decision, letter.decision_id), _active(Person.id == letter.person_id)
    if decision is None or person is None:
        return None
    space = session.get(Space, decision.space_id) if decision.space_id else None
    name = _name_of(space)
    words = {
        "decision": decision,
        "sentence": sentence_of(decision, name),
        "slug": space.slug if space else "",
    }
    return _Contents(person.email, f"A moderator’s decision in {name}", words)


def _waiting(letter: Letter) -> _Contents | None:
    """What waits for them as this is sent: others may have decided it meanwhile."""
    person = _active(Person.id == letter.person_id)
    if person is None:
        return None
    query = sa.select(sa.func.count(Review.id).label("number"), sa.func.min(Review.opened_at).label("oldest"))
    waits = session.execute(
        query.where(Review.decided_at.is_(None), policy.visible_reviews(policy.load_actor(person.id)))
    ).one()
    if not waits.number:
        return None
    hours = round((clock.now() - waits.oldest).total_seconds() / 3600)
    return _Contents(
        person.email, "Something waits for a moderator", {"number": waits.number, "hours": hours}
    )


def _term(letter: Letter) -> _Contents | None:
    person = _active(Person.id == letter.person_id)
    office = _office_of(letter)
    said = offices.term(office) if office else None
    if person is None or office is None or said is None:
        return None
    subject = "A role of yours is over" if said["is_over"] else "A role of yours ends soon"
    return _Contents(person.email, subject, said | {"called": _in_a_line(offices.called(office))})


def _office_of(letter: Letter) -> Office | None:
    if letter.role_id is not None:
        return session.get(Role, letter.role_id)
    return session.get(Appointment, letter.appointment_id) if letter.appointment_id is not None else None


def _succession(letter: Letter) -> _Contents | None:
    person, found = _active(Person.id == letter.person_id), session.get(Succession, letter.succession_id)
    said = offices.succession(letter, found) if found else None
    if person is None or found is None or said is None:
        return None
    words = {name: _in_a_line(word) if isinstance(word, str) else word for name, word in said.items()}
    called = _in_a_line(offices.called(found.office))
    subject = "You are asked to take over a role" if said["to_nominee"] else "Who takes over from you"
    return _Contents(person.email, subject, words | {"called": called})


def _statement(letter: Letter) -> _Contents | None:
    """Nothing once another was published."""
    person, published = (
        _active(Person.id == letter.person_id),
        StatementVersion.newest(StatementKind.ACCESSIBILITY),
    )
    if person is None or published is None or published.published_at > letter.written_at - A_YEAR:
        return None
    words = {"page": published.kind.page, "published_at": published.published_at}
    return _Contents(person.email, "Look at the accessibility statement again", words)


def _inspection(letter: Letter) -> _Contents | None:
    person, found = _active(Person.id == letter.person_id), session.get(Inspection, letter.inspection_id)
    said = inspections.inspection(letter, found) if found else None
    if person is None or said is None:
        return None
    words = {name: _in_a_line(word) if isinstance(word, str) else word for name, word in said.items()}
    return _Contents(person.email, inspections.SUBJECTS[said["said"]], words)


def _leaving(letter: Letter) -> _Contents | None:
    """To the address that they had: their account has none any more."""
    departure = Departure.of(letter.person_id or 0)
    if departure is None:
        return None
    words = {"way": departure.way.value, "is_held": queries.waits_for_law(departure.person_id)}
    return _Contents(letter.address, "You have left", words)


def _left(letter: Letter) -> _Contents | None:
    departure = Departure.of(letter.person_id or 0)
    return _Contents(letter.address, "It is done", {"way": departure.way.value}) if departure else None


def _name_of(space: Space | None) -> str:
    if space is None:
        return "all spaces"
    return "a conversation" if space.kind is SpaceKind.DIRECT else _in_a_line(space.name)


def _active(whose: sa.ColumnElement[bool]) -> Person | None:
    query = sa.select(Person).where(whose, Person.deactivated_at.is_(None))
    return session.scalars(query.options(sa.orm.undefer(Person.password_hash))).one_or_none()


_CONTENTS: dict[LetterKind, Callable[[Letter], _Contents | None]] = {
    LetterKind.INVITATION: _invitation,
    LetterKind.PASSWORD_RESET: _password_reset,
    LetterKind.PASSWORD_CHANGED: _password_changed,
    LetterKind.DECISION: _decision,
    LetterKind.WAITING: _waiting,
    LetterKind.APPLICATION: _application,
    LetterKind.SECOND_STEP_CHANGED: _second_step_changed,
    LetterKind.IDENTITIES_CHANGED: _identities_changed,
    LetterKind.TERM: _term,
    LetterKind.SUCCESSION: _succession,
    LetterKind.STATEMENT: _statement,
    LetterKind.INSPECTION: _inspection,
    LetterKind.LEAVING: _leaving,
    LetterKind.LEFT: _left,
    LetterKind.EXPORT: _export,
}
