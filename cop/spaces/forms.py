"""Shape and wording of what people type about spaces, members and themselves."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from cop import clock
from cop.errors import Invalid
from cop.markup import POST_LIMIT
from cop.models import (
    Effect,
    Ground,
    MeasureKind,
    Organisation,
    Person,
    Policy,
    ProfessionalRole,
    RoleName,
    RoomState,
    Space,
)
from cop.models.memberships import roles_in
from cop.models.people import LONGEST_NAME
from cop.spaces.commands.conversations import MOST
from cop.spaces.commands.lines import NAME_LIMIT, PURPOSE_LIMIT
from cop.spaces.commands.measures import Wanted
from cop.spaces.commands.memberships import REASON_LIMIT
from cop.spaces.commands.profiles import ABOUT_LIMIT
from cop.web.forms import LARGEST_ID, Keyed, chosen_id, offered, paces, row_id

POLICIES = {
    Policy.OPEN: "Nothing",
    Policy.FIRST_HELD: "Each person’s first contribution",
    Policy.ALL_HELD: "Everything",
}
POLICIES_IN_WORDS = {
    Policy.OPEN: "Posts and messages appear at once.",
    Policy.FIRST_HELD: "What somebody writes waits for a moderator until one contribution of theirs has been released.",
    Policy.ALL_HELD: "Every post and message waits for a moderator.",
}
ROOM_STATES = {
    RoomState.OPEN: "The room is open",
    RoomState.ANNOUNCEMENTS: "The room is for announcements",
    RoomState.CLOSED: "The room is closed",
    RoomState.ARCHIVED: "The room is archived",
}
ROOM_STATES_IN_WORDS = {
    RoomState.OPEN: "Everybody who writes in this space writes in its room.",
    RoomState.ANNOUNCEMENTS: "Moderators write. Everybody reads and can react.",
    RoomState.CLOSED: "Nobody writes for now. Everybody reads and can react.",
    RoomState.ARCHIVED: "It can only be read, and nobody is shown as here. People can still take back what they said.",
}
EFFECTS = {
    Effect.HOLD: "It waits",
    Effect.WARN: "Its author is asked",
    Effect.REPLACE: "The word is replaced",
}
EFFECTS_IN_WORDS = {
    Effect.HOLD: "The post or message waits for a moderator, who is shown the word.",
    Effect.WARN: "They are asked whether they mean it and can say yes. Moderators are shown that.",
    Effect.REPLACE: "Nobody ever reads it: another word, or ▮▮▮, stands there.",
}
ROLES_IN_WORDS = {
    RoleName.MEMBER: "Reads and writes.",
    RoleName.FACILITATOR: "Reads, writes, and looks after the set as a moderator does.",
    RoleName.MODERATOR: "Reads, writes, releases what is held, and looks after the members.",
    RoleName.OBSERVER: "Reads and does not write.",
}


BESIDES = "What they read besides (needed for “Something else”)"


def _single(limit: int, missing: str) -> list[Any]:
    return [InputRequired(missing), Length(max=limit, message="At most %(max)d characters fit here.")]


def _at_most(limit: int) -> Length:
    return Length(max=limit, message="At most %(max)d characters fit here.")


def roles_offered(space: Space) -> list[Any]:
    """The roles that can be given in `space`."""
    return offered((role, role.label) for role in roles_in(space))


class DetailsForm(FlaskForm):
    """What a space says of itself."""

    name = StringField("Name", _single(NAME_LIMIT, "Give the space a name."))
    purpose = StringField("Purpose in one line", [Optional(), _at_most(PURPOSE_LIMIT)])
    about = TextAreaField("About", [Optional(), _at_most(POST_LIMIT)])


class PolicyForm(FlaskForm):
    policy = RadioField("What a moderator reads first", choices=offered(POLICIES.items()), coerce=Policy)


class HidingForm(FlaskForm):
    hide_after = IntegerField("How many people report something before it is hidden", [Optional()])


class ForumForm(FlaskForm):
    """What all members may do and see in a forum."""

    shows_revisions = BooleanField("Everybody who reads the forum sees what posts said before an edit")
    members_summarise = BooleanField("Members write the summaries of topics")


class RoomForm(FlaskForm):
    """What a room is, and why."""

    room_state = RadioField("What the room is", choices=offered(ROOM_STATES.items()), coerce=RoomState)
    reason = TextAreaField("Reason", _single(REASON_LIMIT, "Say why."))


class KeepingForm(FlaskForm):
    """For how many days a room keeps what is said; asked about in the address, so without a token until it is sent."""

    days = IntegerField("How many days a message is kept", [Optional()])

    def require_a_number(self) -> None:
        """Invalid if what was typed is no number."""
        if self.days.raw_data and self.days.raw_data[0].strip() and self.days.data is None:
            raise Invalid("Enter a whole number, such as 90, or nothing to keep everything.", field="days")


class SlowForm(FlaskForm):
    seconds = RadioField("Slow mode", choices=offered(paces("message")), coerce=int, validate_choice=False)


class WordForm(FlaskForm):
    """A word of the list of a space, and what happens to what has it."""

    phrase = StringField("Word or short phrase")
    effect = RadioField("What happens", choices=offered(EFFECTS.items()), coerce=Effect, default=Effect.HOLD)
    replacement = StringField("What stands there instead, if it is replaced (optional)")


class SpaceForm(DetailsForm, Keyed):
    """A new space; `leader` is there for a set only."""

    policy = RadioField("What a moderator reads first", choices=offered(POLICIES.items()), coerce=Policy)
    programme = SelectField("Programme", coerce=chosen_id)
    leader = SelectField("Facilitator", coerce=chosen_id)


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
    reason = TextAreaField(BESIDES, [_at_most(REASON_LIMIT)])

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
    reason = TextAreaField(BESIDES, [_at_most(REASON_LIMIT)])


class EndingForm(FlaskForm):
    reason = TextAreaField("What they read about it (if you like)", [_at_most(REASON_LIMIT)])


class LeavingForm(FlaskForm):
    sure = HiddenField(default="yes", validators=[AnyOf(["yes"])])


class DirectoryForm(FlaskForm):
    """The filters of the directory, sent in the address."""

    class Meta:
        csrf = False

    name = StringField("Name", [Optional(), _at_most(100)])
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
    name = StringField("Name", _single(LONGEST_NAME, "Enter your name."))
    professional_role = SelectField(
        "Professional role",
        choices=offered((each, each.label) for each in ProfessionalRole),
        coerce=ProfessionalRole,
    )
    about = TextAreaField("About me", [Optional(), _at_most(ABOUT_LIMIT)])
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
