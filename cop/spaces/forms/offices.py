"""Shape and wording of what is typed about roles for a time."""

from collections.abc import Iterable

from wtforms import DateField, RadioField
from wtforms.validators import InputRequired

from cop.models import Person
from cop.web.forms import offered, row_id
from cop.web.tenures import TenureForm, TermForm


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


class AppointForm(TenureForm):
    person = RadioField(
        "Who", coerce=row_id, validators=[InputRequired("Choose a person.")], validate_choice=False
    )

    def offer_people(self, people: Iterable[Person]) -> "AppointForm":
        self.person.choices = offered((each.id, f"{each.name}, {each.standing}") for each in people)
        return self
