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
from wtforms.validators import InputRequired, Length, Optional

from cop.models import Organisation, ProfessionalRole, RoleName, Space
from cop.models.memberships import roles_in
from cop.web.forms import chosen_id, offered, row_id

LONGEST_LINE = 320


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
    organisation = SelectField("Organisation", [Optional()], coerce=chosen_id)
    professional_role = RadioField(
        "Professional role",
        [InputRequired("Choose your role.")],
        choices=offered((role, role.label) for role in ProfessionalRole),
    )
    password = PasswordField("Password", [InputRequired("Choose a password.")])

    def offer(self, organisations: Iterable[Organisation]) -> None:
        names = ((each.id, each.name) for each in organisations)
        self.organisation.choices = offered(names, blank="Not in this list, or none")


class InviteForm(FlaskForm):
    """Its roles and further spaces are given when it is made."""

    email = EmailField("Their e-mail address", [InputRequired("Enter their e-mail address.")])
    role = RadioField("Their role here", [InputRequired("Choose a role.")], default=RoleName.MEMBER.value)
    others = SelectMultipleField("Invite them as a member of these spaces too", coerce=row_id)

    def offer(self, space: Space, others: Iterable[Space]) -> None:
        self.role.choices = offered((role, role.label) for role in roles_in(space))
        self.others.choices = offered((other.id, other.name) for other in others)
