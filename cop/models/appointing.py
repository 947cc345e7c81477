"""Appointing somebody who is here: the role, the decision in the log and the letter about it."""

from cop import clock
from cop.db import session
from cop.models.appointment_roles import Tenure
from cop.models.decisions import Decision, Verdict
from cop.models.letters import Letter, LetterKind
from cop.models.people import Appointment, Person


def give(tenure: Tenure, person: Person, *, actor_id: int) -> Appointment:
    """Let `person` be what `tenure` says, and tell them. Whoever is that already keeps it and hears nothing."""
    role, organisation_id, since, until = tenure
    held = Appointment.standing(person.id, role, organisation_id)
    if held is not None:
        return held
    appointment = Appointment.begin(person.id, role, organisation_id, since=since, until=until)
    decision = Decision.log(
        Verdict.APPOINT, space_id=None, actor_id=actor_id, person_id=person.id, reason=in_words(tenure)
    )
    Letter.write(LetterKind.DECISION, address=person.email, person_id=person.id, decision_id=decision.id)
    session.flush()
    return appointment


def in_words(tenure: Tenure) -> str:
    """What is given, for the log: "guest, from 3 May 2026 until 4 May 2026"."""
    begins = f"from {clock.day_in_words(tenure.since)} " if tenure.since else ""
    return f"{tenure.role.label.lower()}, {begins}{clock.term_in_words(tenure.until)}"
