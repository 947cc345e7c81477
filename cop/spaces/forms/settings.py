"""Shape and wording of what people type about spaces."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from cop.errors import Invalid
from cop.markup import POST_LIMIT
from cop.models import (
    Band,
    Effect,
    Joining,
    Policy,
    RoomState,
)
from cop.spaces.commands.lines import NAME_LIMIT, PURPOSE_LIMIT
from cop.spaces.commands.memberships import REASON_LIMIT
from cop.web.forms import Choice, Keyed, at_most, chosen_id, labels, offered, paces, single

POLICIES = {
    Policy.OPEN: Choice("Nothing", "Posts and messages appear at once."),
    Policy.FIRST_HELD: Choice(
        "Each person’s first contribution",
        "What somebody writes waits for a moderator until one contribution of theirs has been released.",
    ),
    Policy.ALL_HELD: Choice("Everything", "Every post and message waits for a moderator."),
}
ROOM_STATES = {
    RoomState.OPEN: Choice("The room is open", "Everybody who writes in this space writes in its room."),
    RoomState.ANNOUNCEMENTS: Choice(
        "The room is for announcements", "Moderators write. Everybody reads and can react."
    ),
    RoomState.CLOSED: Choice("The room is closed", "Nobody writes for now. Everybody reads and can react."),
    RoomState.ARCHIVED: Choice(
        "The room is archived",
        "It can only be read, and nobody is shown as here. People can still take back what they said.",
    ),
}
EFFECTS = {
    Effect.HOLD: Choice("It waits", "The post or message waits for a moderator, who is shown the word."),
    Effect.WARN: Choice(
        "Its author is asked",
        "They are asked whether they mean it and can say yes. Moderators are shown that.",
    ),
    Effect.REPLACE: Choice(
        "The word is replaced", "Nobody ever reads it: another word, or ▮▮▮, stands there."
    ),
}


JOINING = {
    Joining.INVITED: Choice("Only who is invited or added", "Nobody else learns that the group is there."),
    Joining.ASKED: Choice(
        "Anybody in the network can ask",
        "Its name and purpose are in the list of groups. Moderators decide about each request.",
    ),
}


class DetailsForm(FlaskForm):
    """What a space says of itself."""

    name = StringField("Name", single(NAME_LIMIT, "Give the space a name."))
    purpose = StringField("Purpose in one line", [Optional(), at_most(PURPOSE_LIMIT)])
    about = TextAreaField("About", [Optional(), at_most(POST_LIMIT)])


class PolicyForm(FlaskForm):
    policy = RadioField("What a moderator reads first", choices=offered(labels(POLICIES)), coerce=Policy)


class JoiningForm(FlaskForm):
    joining = RadioField("How people come in", choices=offered(labels(JOINING)), coerce=Joining)


class RequestForm(FlaskForm):
    """What somebody says to the moderators of a group."""

    said = TextAreaField("Why you would like to join")


class HidingForm(FlaskForm):
    hide_after = IntegerField("How many people report something before it is hidden", [Optional()])


class ForumForm(FlaskForm):
    """What all members may do and see in a forum."""

    shows_revisions = BooleanField("Everybody who reads the forum sees what posts said before an edit")
    members_summarise = BooleanField("Members write the summaries of topics")


class RoomForm(FlaskForm):
    """What a room is, and why."""

    room_state = RadioField("What the room is", choices=offered(labels(ROOM_STATES)), coerce=RoomState)
    reason = TextAreaField("Reason", single(REASON_LIMIT, "Say why."))


class KeepingForm(FlaskForm):
    """For how many days a room keeps what is said; asked about in the address, so without a token until it is sent."""

    days = IntegerField("How many days a message is kept", [Optional()])

    def require_a_number(self) -> None:
        """Invalid if what was typed is no number."""
        if self.days.raw_data and self.days.raw_data[0].strip() and self.days.data is None:
            raise Invalid("Enter a whole number, such as 90, or nothing to keep everything.", field="days")


def _band(word: Any) -> Band | None:
    """The band that was chosen; None for the option that stands for none."""
    return Band(word) if word else None


class RecruitingForm(FlaskForm):
    """Whom a programme looks for."""

    is_open = BooleanField("Anybody may apply")
    criteria = TextAreaField("Whom it is for", [at_most(4_000)])
    least_band = SelectField(
        "Lowest pay band",
        choices=offered(((each, each.label) for each in Band), blank="Any"),
        coerce=_band,
    )
    regions = TextAreaField("Regions, one in each line (empty: any)", [at_most(2_000)])
    splits_pairs = BooleanField("The two of a pair are never in the same set")


class SlowForm(FlaskForm):
    seconds = RadioField("Slow mode", choices=offered(paces("message")), coerce=int, validate_choice=False)


class WordForm(FlaskForm):
    """A word of the list of a space, and what happens to what has it."""

    phrase = StringField("Word or short phrase")
    effect = RadioField("What happens", choices=offered(labels(EFFECTS)), coerce=Effect, default=Effect.HOLD)
    replacement = StringField("What stands there instead, if it is replaced (optional)")


class SpaceForm(DetailsForm, Keyed):
    """A new space; `leader` is there for a set only."""

    policy = RadioField("What a moderator reads first", choices=offered(labels(POLICIES)), coerce=Policy)
    programme = SelectField("Programme", coerce=chosen_id)
    leader = SelectField("Facilitator", coerce=chosen_id)
