"""Shape and wording of what is typed about roles for a time."""

from collections.abc import Iterable
from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from cop.errors import Invalid
from cop.models import AppointmentRole, Organisation, Person
from cop.web.forms import Choice, chosen_id, end_of, hints, labels, offered, row_id

APPOINTMENTS = {
    AppointmentRole.STEWARD: Choice(
        "Steward",
        "A participant who looks after the network: brings people in, appoints, decides what falls to nobody.",
    ),
    AppointmentRole.SPONSOR: Choice("Sponsor", "Of an organisation, at its board."),
    AppointmentRole.EVALUATOR: Choice("Evaluator", "Looks at the programme from outside, for a time."),
    AppointmentRole.GUEST: Choice("Guest", "A speaker, or somebody else who is here for a time."),
    AppointmentRole.STAFF: Choice("Programme staff", "Runs the programme. Given by staff alone."),
}


class TermForm(FlaskForm):
    """The last day of a role; none, and it goes on."""

    until = DateField("Last day", [Optional()])

    def end(self) -> datetime | None:
        """When its last day is over; Invalid for a day that never comes."""
        end = end_of(self.until.data)
        if end is None and self.until.data is not None:
            raise Invalid("Choose a day after today and within five years.", field="until")
        return end


class SuccessorForm(TermForm):
    """Who takes a role over, and until when its holder has it as well."""

    until = DateField("Last day of who holds it now", [InputRequired("Choose the day of the handover.")])
    person = RadioField(
        "Who takes it over",
        coerce=row_id,
        validators=[InputRequired("Choose a person.")],
        validate_choice=False,
    )

    def offer(self, people: Iterable[Person]) -> "SuccessorForm":
        self.person.choices = offered((each.id, f"{each.name}, {each.standing}") for each in people)
        return self


class AppointForm(TermForm):
    person = RadioField(
        "Who", coerce=row_id, validators=[InputRequired("Choose a person.")], validate_choice=False
    )
    role = RadioField("Role", choices=offered(labels(APPOINTMENTS)), coerce=AppointmentRole)
    organisation = SelectField("Organisation, for a sponsor", [Optional()], coerce=chosen_id)

    def offer(
        self, people: Iterable[Person], organisations: Iterable[Organisation], *, staff: bool
    ) -> "AppointForm":
        self.person.choices = offered((each.id, f"{each.name}, {each.standing}") for each in people)
        self.organisation.choices = offered(((each.id, each.name) for each in organisations), blank="None")
        if not staff:
            roles = [each for each in labels(APPOINTMENTS) if each[0] != AppointmentRole.STAFF]
            self.role.choices = offered(roles)
        return self


ROLE_HINTS = hints(APPOINTMENTS)
