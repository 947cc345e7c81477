"""Letters to those who are not here yet: invited, or applying."""

import sqlalchemy as sa

from cop import policy
from cop.accounts import commands
from cop.accounts.tasks.contents import Contents, active, in_a_line
from cop.db import session
from cop.models import (
    Application,
    ApplicationState,
    AppointmentRole,
    Decision,
    Invitation,
    Letter,
    Person,
    Review,
)
from cop.models.appointment_roles import a


def invitation(letter: Letter) -> Contents | None:
    found = session.get(Invitation, letter.invitation_id)
    if found is None or not found.is_open() or commands.is_void(found):
        return None
    inviter, tenure = found.inviter, found.tenure
    words = {
        "link": commands.invitation_link(found),
        "inviter": in_a_line(inviter.name) if inviter else None,
        "spaces": [in_a_line(place.space.name) for place in found.places],
        "is_reminder": found.reminded_at is not None and letter.written_at >= found.reminded_at,
        "tenure": tenure,
        "role": a(tenure.role) if tenure else "",
        "sponsors": _sponsored(found),
        "expires_at": found.expires_at,
    }
    return Contents(found.email, "You are invited", words)


def _sponsored(invitation: Invitation) -> str:
    """Of which organisation whoever is invited would be the sponsor; empty for all others."""
    if invitation.appointment is not AppointmentRole.SPONSOR or invitation.organisation is None:
        return ""
    return in_a_line(invitation.organisation.name)


def application(letter: Letter) -> Contents | None:
    """What its state asks for, to whoever applied or to whoever asked them for more: that of an approved one is an
    invitation, which is another letter.
    """
    found = session.get(Application, letter.application_id)
    if found is None:
        return None
    return _to_applicant(found) if letter.person_id is None else _to_asker(letter.person_id, found)


def _to_applicant(found: Application) -> Contents | None:
    if found.state not in _OF_APPLICATIONS or _goes_on(found):
        return None
    words = {
        "application": found,
        "programme": in_a_line(found.programme.name),
        "link": commands.application_link(found),
        "reason": _last_reason(found),
    }
    is_answered = found.state is ApplicationState.WAITING and found.answer
    subject = "Your answer has arrived" if is_answered else _OF_APPLICATIONS[found.state]
    return Contents(found.email, subject, words)


def _goes_on(found: Application) -> bool:
    """Whether it gave way to a newer one from the same address, of which its applicant hears."""
    if found.state is not ApplicationState.WITHDRAWN:
        return False
    return Application.standing_of(found.email, found.programme_id) is not None


_OF_APPLICATIONS = {
    ApplicationState.BEGUN: "Confirm your application",
    ApplicationState.WAITING: "Your application has arrived",
    ApplicationState.ASKED: "A question about your application",
    ApplicationState.REFUSED: "Your application was decided",
    ApplicationState.WITHDRAWN: "Your application is withdrawn",
}


def _to_asker(person_id: int, found: Application) -> Contents | None:
    """Nothing where they decide such things no longer, or somebody has decided or asked anew meanwhile."""
    person = active(Person.id == person_id)
    if person is None or found.state not in _TO_ASKERS:
        return None
    may_see = policy.visible_reviews(policy.load_actor(person.id))
    review = session.scalar(sa.select(Review).where(Review.application_id == found.id, may_see))
    if review is None:
        return None
    words = {"application": found, "programme": in_a_line(found.programme.name), "review": review}
    return Contents(person.email, _TO_ASKERS[found.state], words)


_TO_ASKERS = {
    ApplicationState.WAITING: "An applicant has answered you",
    ApplicationState.WITHDRAWN: "An application is withdrawn",
}


def _last_reason(application: Application) -> str:
    """What was said when it was decided last."""
    said = sa.select(Decision.reason).join(Decision.review).where(Review.application_id == application.id)
    return session.scalar(said.order_by(Decision.id.desc()).limit(1)) or ""
