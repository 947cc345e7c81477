"""Shape and wording of what is typed about keeping."""

from collections.abc import Iterable
from enum import StrEnum

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, SubmitField
from wtforms.validators import InputRequired, Optional, StopValidation

from cop.errors import Invalid
from cop.keeping.commands.holding import NO_REASON, NO_REFERENCE, REASON_LIMIT, REFERENCE_LIMIT
from cop.models import Person, Space
from cop.web.forms import Choice, chosen_id, hints, labels, offered, single


class Scope(StrEnum):
    """What a hold is on."""

    PERSON = "person"
    SPACE = "space"
    ALL = "all"


SCOPES = {
    Scope.PERSON: Choice("A person", "All that they wrote, in every space, and what is known of them."),
    Scope.SPACE: Choice("A space", "All that is in it, by whomever."),
    Scope.ALL: Choice("Everything", "Nothing goes any more, anywhere."),
}
SCOPE_HINTS = hints(SCOPES)


def _is_number(_form: FlaskForm, field: IntegerField) -> None:
    """In words of ours, whatever was typed."""
    if field.data is None:
        field.errors = []
        raise StopValidation("Enter a number of days.")


class DaysForm(FlaskForm):
    """`seen` are the days that held when the page was shown, `agreed` those whose figure was shown."""

    days = IntegerField("Days", [_is_number])
    reason = StringField("Reason", single(REASON_LIMIT, NO_REASON))
    seen = HiddenField()
    agreed = HiddenField()
    look = SubmitField("See what would go")

    @property
    def number(self) -> int:
        """The days that were typed; 0 where none were."""
        return self.days.data or 0


class HoldForm(FlaskForm):
    scope = RadioField(
        "What has to be kept",
        [InputRequired("Choose what has to be kept.")],
        choices=offered(labels(SCOPES)),
        coerce=Scope,
    )
    person = RadioField("Who", [Optional()], coerce=chosen_id, validate_choice=False)
    space = SelectField("Which space, where it is on one", [Optional()], coerce=chosen_id)
    reference = StringField("Reference", single(REFERENCE_LIMIT, NO_REFERENCE))
    reason = StringField("Reason", single(REASON_LIMIT, NO_REASON))

    def offer(self, people: Iterable[Person], spaces: Iterable[Space]) -> "HoldForm":
        self.person.choices = offered((each.id, f"{each.name}, {each.standing}") for each in people)
        self.space.choices = offered(((each.id, each.name) for each in spaces), blank="None")
        return self

    def on(self) -> dict[str, int | None]:
        """What it is on, as the command calls it; Invalid where that was not chosen."""
        if self.scope.data is Scope.PERSON and not self.person.data:
            raise Invalid("Look for a person by name, then choose them.", field="person")
        if self.scope.data is Scope.SPACE and not self.space.data:
            raise Invalid("Choose a space.", field="space")
        return {
            "person_id": self.person.data if self.scope.data is Scope.PERSON else None,
            "space_id": self.space.data if self.scope.data is Scope.SPACE else None,
        }


class LiftForm(FlaskForm):
    reason = StringField("Why it is lifted", single(REASON_LIMIT, NO_REASON))
