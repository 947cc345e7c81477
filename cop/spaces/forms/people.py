"""Shape and wording of what people type about themselves and to each other, and of how they look for one another."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from cop.models import Organisation, ProfessionalRole, Space
from cop.models.people import LONGEST_NAME
from cop.spaces.commands.conversations import MOST
from cop.spaces.commands.lines import NAME_LIMIT
from cop.spaces.commands.profiles import ABOUT_LIMIT
from cop.web.forms import LARGEST_ID, Keyed, at_most, chosen_id, offered, single


class DirectoryForm(FlaskForm):
    """The filters of the directory, sent in the address."""

    class Meta:
        csrf = False

    name = StringField("Name", [Optional(), at_most(100)])
    organisation = SelectField("Organisation", coerce=chosen_id)
    region = SelectField("Region", default="")
    cohort = SelectField("Cohort", coerce=chosen_id)
    role = SelectField("Professional role", coerce=lambda word: ProfessionalRole(word) if word else None)

    def offer(self, organisations: Iterable[Organisation], cohorts: Iterable[Space]) -> "DirectoryForm":
        known = list(organisations)
        regions = sorted({each.region for each in known if each.region})
        self.organisation.choices = offered(((each.id, each.name) for each in known), blank="Any")
        self.region.choices = offered(((each, each) for each in regions), blank="Any")
        self.cohort.choices = offered(((each.id, each.name) for each in cohorts), blank="Any")
        self.role.choices = offered(((each, each.label) for each in ProfessionalRole), blank="Any")
        return self


class ProfileForm(FlaskForm):
    name = StringField("Name", single(LONGEST_NAME, "Enter your name."))
    professional_role = SelectField(
        "Professional role",
        choices=offered((each, each.label) for each in ProfessionalRole),
        coerce=ProfessionalRole,
    )
    about = TextAreaField("About me", [Optional(), at_most(ABOUT_LIMIT)])
    shares_about = BooleanField("Show what I wrote about me")
    shares_email = BooleanField("Show my e-mail address")
    is_listed = BooleanField("List me in the directory")


class AffiliationForm(FlaskForm):
    organisation = SelectField("Organisation", coerce=chosen_id)
    since = DateField("Since", [InputRequired("Choose the day on which you moved.")])

    def offer(self, organisations: Iterable[Organisation]) -> "AffiliationForm":
        self.organisation.choices = offered(
            ((each.id, each.name) for each in organisations), blank="None of these"
        )
        return self


class ConversationForm(Keyed):
    """Whom to write to, and the first message. `do`, `add` and `remove` are its buttons: all but one go on choosing."""

    to = SelectMultipleField("To", coerce=int, validate_choice=False)
    name = StringField("Find people by name")
    text = TextAreaField("Your message, if you like")
    do = HiddenField()
    add = IntegerField(validators=[Optional()])
    remove = IntegerField(validators=[Optional()])

    def is_choosing(self) -> bool:
        """Whether the button sent was one that finds, adds or takes away somebody."""
        return self.do.data == "find" or bool(self.add.data or self.remove.data)

    def people(self) -> list[int]:
        """Ids of those chosen, as the buttons have left them; what is no id of ours is nobody."""
        chosen = {*(self.to.data or []), self.add.data} - {self.remove.data, None}
        return sorted(each for each in chosen if 0 < each < LARGEST_ID)[: MOST + 1]

    def wanted(self) -> str:
        """The name that is looked for, or nothing."""
        return (self.name.data or "").strip()[:NAME_LIMIT]


class BlockForm(FlaskForm):
    """A button, and the token with it."""
