"""What forms share that give a role outside of any space: which, to whom at which organisation, and for how long."""

from collections.abc import Iterable
from datetime import date, datetime

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField
from wtforms.validators import Optional

from cop import clock
from cop.errors import Invalid
from cop.models import AppointmentRole, Organisation, Tenure
from cop.models.appointment_roles import USUAL_DAYS, a, usual_end
from cop.models.dated import NO_DAY
from cop.web.forms import LAST_YEAR, Choice, chosen_id, end_of, hints, labels, offered

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

ROLE_HINTS = hints(APPOINTMENTS)


def usual_days() -> list[tuple[str, datetime]]:
    """("an evaluator", a moment of the last day that is usual from today) of all who need an end."""
    ends = ((a(role), clock.last_day(usual_end(role))) for role in USUAL_DAYS)
    return [(called, last) for called, last in ends if last is not None]


class TermForm(FlaskForm):
    """The last day of a role; none, and it goes on."""

    until = DateField("Last day", [Optional()])

    def end(self) -> datetime | None:
        """When its last day is over; Invalid for a day that never comes."""
        end = end_of(self.until.data)
        if end is None and self.until.data is not None:
            raise Invalid(NO_DAY, field="until")
        return end


class TenureForm(TermForm):
    """Its organisations, and whether staff are among the roles, are given when it is made."""

    role = RadioField("Role", choices=offered(labels(APPOINTMENTS)), coerce=AppointmentRole)
    organisation = SelectField("Organisation, for a sponsor", [Optional()], coerce=chosen_id)
    since = DateField("First day", [Optional()])

    def offer(self, organisations: Iterable[Organisation], *, staff: bool) -> None:
        self.organisation.choices = offered(((each.id, each.name) for each in organisations), blank="None")
        if not staff:
            roles = [each for each in labels(APPOINTMENTS) if each[0] != AppointmentRole.STAFF]
            self.role.choices = offered(roles)

    def tenure(self) -> Tenure:
        """What is to be given. Invalid for a day that never comes, and for somebody from outside without a last day:
        the usual one stands in the form then.
        """
        role, since = AppointmentRole(self.role.data), self._begins()
        usual = clock.last_day(usual_end(role, after=since))
        if self.until.data is None and usual is not None:
            self.until.data, self.until.raw_data = usual.date(), None
            raise Invalid(
                f"Nobody is {a(role)} without an end. The usual day is filled in: change it, or send it so.",
                field="until",
            )
        return Tenure(role, self.organisation.data, since, self.end())

    def _begins(self) -> datetime | None:
        """When the first day begins; None for today, which is at once."""
        day: date | None = self.since.data
        if day is None or day == clock.today():
            return None
        if day < clock.today() or day.year > LAST_YEAR:
            raise Invalid("Choose today or a day after it.", field="since")
        return clock.midnight(day)
