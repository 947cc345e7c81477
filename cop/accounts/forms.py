"""The forms of accounts: shape and wording; what an answer means is decided by the commands."""

from collections.abc import Iterable

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from cop.accounts.commands import Applicant
from cop.models import (
    Band,
    Invitation,
    Organisation,
    ProfessionalRole,
    RoleName,
    Space,
    StatementVersion,
    Way,
)
from cop.models.memberships import roles_in
from cop.models.people import LONGEST_NAME
from cop.web.forms import Keyed, at_most, chosen_id, hidden_number, offered, row_id, single
from cop.web.tenures import TenureForm

LONGEST_LINE = 320


class SignInForm(FlaskForm):
    email = EmailField(
        "E-mail address", [InputRequired("Enter your e-mail address."), Length(max=LONGEST_LINE)]
    )
    password = PasswordField("Password", [InputRequired("Enter your password.")])


class CodeForm(FlaskForm):
    code = StringField("Code")


class PasswordForm(FlaskForm):
    """Whoever changes how they sign in says who they are."""

    password = PasswordField("Your password")


class WayForm(FlaskForm):
    """Asked for by its address: nothing is changed by it."""

    class Meta:
        csrf = False

    way = RadioField(
        "What is to become of what you wrote for others?",
        [InputRequired("Choose what is to become of what you wrote.")],
        choices=offered(
            [
                (Way.NAMED, "It stays, under my name"),
                (Way.UNNAMED, "It stays, without my name"),
                (Way.REMOVED, "It goes"),
            ]
        ),
    )


class LeavingForm(PasswordForm):
    """`way` is what was chosen on the page before."""

    way = HiddenField()
    sure = BooleanField(
        "I know that this can’t be undone",
        [InputRequired("Tick this if you want to leave. It can’t be undone.")],
    )


class ShownForm(FlaskForm):
    """`token` names the secret that the page shows."""

    token = HiddenField()
    code = StringField("The code that it shows now")


class SetUpForm(ShownForm, PasswordForm):
    """The same for who is signed in."""


class PasskeyForm(FlaskForm):
    """Filled in by static/src/passkeys.js: what was asked, and what a passkey says to it."""

    challenge = HiddenField()
    passkey = HiddenField()


class NameForm(PasskeyForm):
    name = StringField("What you call it")


class MakePasskeyForm(NameForm, PasswordForm):
    """The same for who is signed in."""


class ProofForm(PasskeyForm):
    """By what somebody proves anew who they are. Of its fields one is filled in."""

    password = PasswordField("Your password")
    code = StringField("The code that your app shows now")

    def is_given(self) -> bool:
        """Whether anything of it was sent."""
        return any(field.name in request.form for field in (self.password, self.code, self.passkey))


class ForgottenPasswordForm(FlaskForm):
    email = EmailField(
        "E-mail address", [InputRequired("Enter your e-mail address."), Length(max=LONGEST_LINE)]
    )


class AddressForm(FlaskForm):
    email = EmailField(
        "New e-mail address", [InputRequired("Enter your new e-mail address."), Length(max=LONGEST_LINE)]
    )


class NewPasswordForm(FlaskForm):
    password = PasswordField("New password", [InputRequired("Choose a password.")])


class ChangePasswordForm(FlaskForm):
    current = PasswordField("Present password", [InputRequired("Enter your present password.")])
    password = PasswordField("New password", [InputRequired("Choose a new password.")])


class AcceptingForm(FlaskForm):
    """It leads to all that whoever sends it accepts, as that was when the form was shown."""

    accepted = HiddenField()

    def show_all(self) -> None:
        """Get ready to be shown for the first time."""
        self.accepted.data = str(StatementVersion.newest_id())

    def up_to(self) -> int:
        """The last version that could be read from its page; 0 if that did not say."""
        return hidden_number(self.accepted.data)


class JoinForm(AcceptingForm):
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

    def begin_with(self, invitation: Invitation) -> None:
        """What whoever invited them knows already: they see it and may change it."""
        self.name.data, self.organisation.data = invitation.name, invitation.organisation_id
        if invitation.professional_role is not None:
            self.professional_role.data = invitation.professional_role.value


class ApplicationForm(AcceptingForm, Keyed):
    """Its cohorts and organisations are given when it is made."""

    name = StringField("Your name", single(LONGEST_NAME, "Enter your name."))
    email = EmailField("Your work e-mail address", single(LONGEST_LINE, "Enter your e-mail address."))
    organisation = SelectField("Organisation", [Optional()], coerce=chosen_id)
    elsewhere = StringField("Its name, if it is not in the list", [Optional(), at_most(200)])
    professional_role = RadioField(
        "Professional role",
        [InputRequired("Choose your role.")],
        choices=offered((role, role.label) for role in ProfessionalRole),
    )
    band = SelectField(
        "Pay band",
        [InputRequired("Choose your band.")],
        choices=offered(((band, band.label) for band in Band), blank="Choose one"),
    )
    cohort = SelectField("Cohort", [Optional()], coerce=chosen_id)
    statement = TextAreaField("Why you would like to take part", [InputRequired("Say why.")])

    def offer(self, cohorts: Iterable[Space], organisations: Iterable[Organisation]) -> None:
        self.cohort.choices = offered(
            ((each.id, each.name) for each in cohorts), blank="Wherever there is room"
        )
        names = ((each.id, each.name) for each in organisations)
        self.organisation.choices = offered(names, blank="Not in this list")

    def applicant(self) -> Applicant:
        """What was filled in, once it is valid."""
        return Applicant(
            name=self.name.data or "",
            email=self.email.data or "",
            organisation_id=self.organisation.data,
            elsewhere=self.elsewhere.data or "",
            professional_role=ProfessionalRole(self.professional_role.data),
            band=Band(self.band.data),
            statement=self.statement.data or "",
            accepted_up_to=self.up_to(),
        )


class AnswerForm(FlaskForm):
    answer = TextAreaField("Your answer")


class WaveForm(FlaskForm):
    file = FileField("Your list", [FileRequired("Choose a file.")])


class InviteToRoleForm(TenureForm):
    email = EmailField("Their e-mail address", [InputRequired("Enter their e-mail address.")])


class InviteForm(FlaskForm):
    """Its roles and further spaces are given when it is made."""

    email = EmailField("Their e-mail address", [InputRequired("Enter their e-mail address.")])
    role = RadioField("Their role here", [InputRequired("Choose a role.")], default=RoleName.MEMBER.value)
    others = SelectMultipleField("Invite them as a member of these spaces too", coerce=row_id)

    def offer(self, space: Space, others: Iterable[Space]) -> None:
        self.role.choices = offered((role, role.label) for role in roles_in(space))
        self.others.choices = offered((other.id, other.name) for other in others)
