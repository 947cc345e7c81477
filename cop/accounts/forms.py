"""The forms of accounts: shape and wording; what an answer means is decided by the commands."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import InputRequired, Length, Optional

from cop.models import Organisation, ProfessionalRole, RoleName, Space, SpaceKind

LONGEST_LINE = 320
ROLES = {
    RoleName.MEMBER: "Member",
    RoleName.OBSERVER: "Observer",
    RoleName.FACILITATOR: "Facilitator",
    RoleName.MODERATOR: "Moderator",
}


def _whole(text: str | None) -> int | None:
    return int(text) if text else None


class SignInForm(FlaskForm):
    email = EmailField(
        "E-mail address", [InputRequired("Enter your e-mail address."), Length(max=LONGEST_LINE)]
    )
    password = PasswordField("Password", [InputRequired("Enter your password.")])


class ForgottenPasswordForm(FlaskForm):
    email = EmailField(
        "E-mail address", [InputRequired("Enter your e-mail address."), Length(max=LONGEST_LINE)]
    )


class NewPasswordForm(FlaskForm):
    password = PasswordField("New password", [InputRequired("Choose a password.")])


class ChangePasswordForm(FlaskForm):
    current = PasswordField("Present password", [InputRequired("Enter your present password.")])
    password = PasswordField("New password", [InputRequired("Choose a new password.")])


class JoinForm(FlaskForm):
    """Its organisations are given when it is made."""

    name = StringField("Your name", [InputRequired("Enter your name."), Length(max=LONGEST_LINE)])
    organisation = SelectField("Organisation", [Optional()], coerce=_whole)
    professional_role = RadioField(
        "Professional role",
        [InputRequired("Choose your role.")],
        choices=[SelectChoice(role.value, role.label) for role in ProfessionalRole],
    )
    password = PasswordField("Password", [InputRequired("Choose a password.")])

    def offer(self, organisations: Iterable[Organisation]) -> None:
        names = [SelectChoice(str(organisation.id), organisation.name) for organisation in organisations]
        self.organisation.choices = [SelectChoice("", "Not in this list, or none"), *names]


class InviteForm(FlaskForm):
    """Its roles and further spaces are given when it is made."""

    email = EmailField("Their e-mail address", [InputRequired("Enter their e-mail address.")])
    role = RadioField("Their role here", [InputRequired("Choose a role.")], default=RoleName.MEMBER.value)
    others = SelectMultipleField("Invite them as a member of these spaces too", coerce=int)

    def offer(self, space: Space, others: Iterable[Space]) -> None:
        is_set = space.kind is SpaceKind.SET
        self.role.choices = [
            SelectChoice(role.value, word)
            for role, word in ROLES.items()
            if is_set or role is not RoleName.FACILITATOR
        ]
        self.others.choices = [SelectChoice(str(other.id), other.name) for other in others]
