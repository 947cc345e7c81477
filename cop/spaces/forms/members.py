"""Shape and wording of what is typed about the members of a space: roles, measures, removal."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Optional

from cop import clock
from cop.models import Ground, MeasureKind, Person, RoleName, Space
from cop.models.memberships import roles_in
from cop.spaces.commands.measures import Wanted
from cop.spaces.commands.memberships import REASON_LIMIT
from cop.web.forms import at_most, offered, row_id

ROLES_IN_WORDS = {
    RoleName.MEMBER: "Reads and writes.",
    RoleName.FACILITATOR: "Reads, writes, and looks after the set as a moderator does.",
    RoleName.MODERATOR: "Reads, writes, releases what is held, and looks after the members.",
    RoleName.OBSERVER: "Reads and does not write.",
}

BESIDES = "What they read besides (needed for “Something else”)"


def roles_offered(space: Space) -> list[Any]:
    """The roles that can be given in `space`."""
    return offered((role, role.label) for role in roles_in(space))


class AddMemberForm(FlaskForm):
    person = RadioField(
        "Who", coerce=row_id, validators=[InputRequired("Choose a person.")], validate_choice=False
    )
    role = RadioField("Role", coerce=RoleName, default=RoleName.MEMBER)

    def offer(self, people: Iterable[Person], space: Space) -> "AddMemberForm":
        self.person.choices = offered((each.id, f"{each.name}, {each.standing}") for each in people)
        self.role.choices = roles_offered(space)
        return self


class RolesForm(FlaskForm):
    roles = SelectMultipleField("Roles", coerce=RoleName)


class MeasureForm(FlaskForm):
    """A measure on a person: which, until when, and why."""

    kind = RadioField("What is to hold", coerce=MeasureKind, default=MeasureKind.NOTE)
    until = DateField("Until", [Optional()])
    ground = SelectField(
        "Reason", choices=offered((each, each.label) for each in Ground), coerce=Ground, default=Ground.OTHER
    )
    reason = TextAreaField(BESIDES, [at_most(REASON_LIMIT)])

    @classmethod
    def in_a_space(cls, **given: Any) -> "MeasureForm":
        """Removal has a page of its own."""
        return cls._offering([kind for kind in MeasureKind if kind is not MeasureKind.REMOVED], **given)

    @classmethod
    def everywhere(cls, **given: Any) -> "MeasureForm":
        return cls._offering(list(MeasureKind), **given)

    @classmethod
    def _offering(cls, kinds: list[MeasureKind], **given: Any) -> "MeasureForm":
        form = cls(**given)
        form.kind.choices = offered((kind, kind.label) for kind in kinds)
        return form

    def wanted(self) -> Wanted:
        """What it asks for, as a command takes it."""
        until = clock.midnight(self.until.data) if self.until.data else None
        return Wanted(self.kind.data, until, self.ground.data, self.reason.data or "")


class RemovalForm(FlaskForm):
    ground = SelectField(
        "Reason", choices=offered((each, each.label) for each in Ground), coerce=Ground, default=Ground.OTHER
    )
    reason = TextAreaField(BESIDES, [at_most(REASON_LIMIT)])


class EndingForm(FlaskForm):
    reason = TextAreaField("What they read about it (if you like)", [at_most(REASON_LIMIT)])


class LeavingForm(FlaskForm):
    sure = HiddenField(default="yes", validators=[AnyOf(["yes"])])
