"""Shape and wording of how a meeting is set up before it begins: its date, its template, and each of its timings."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateTimeLocalField, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from cop import clock
from cop.meetings.commands import Draft
from cop.meetings.forms.meetings import CHANNELS, FIRST, MEANT, STRICT, TEMPLATES, TYPED, in_uk
from cop.models import Meeting
from cop.models.meetings_states import MeetingState
from cop.models.meetings_timings import PHASES, Channel, Template, plan
from cop.web.forms import hidden_number, offered

LABELS = {
    MeetingState.LOBBY: "Lobby, before the start",
    MeetingState.CHECK_IN: "Check-in",
    MeetingState.REVIEW: "Review of actions",
    MeetingState.BIDDING: "Bids and agenda",
    MeetingState.BREAK: "Break",
    MeetingState.CLOSE: "Check-out, review, next meeting",
}
MOST = 20_160
"""Minutes that a field takes; what is right for which meeting is decided where it is set up."""


def _minutes(label: str) -> IntegerField:
    return IntegerField(label, validators=[InputRequired("Give minutes, 0 for none."), NumberRange(0, MOST)])


class SettingForm(FlaskForm):
    starts_at = DateTimeLocalField(
        "Date and time (UK)", format=TYPED, validators=[InputRequired("Give a date and time.")]
    )
    outside = BooleanField(MEANT)
    template = SelectField("Template", choices=offered(TEMPLATES.items()))
    channel = SelectField("How you talk", choices=offered(CHANNELS.items()))
    quorum = IntegerField("How many must be there", validators=[InputRequired("Give a number.")])
    is_strict = BooleanField(STRICT)
    is_first = BooleanField(FIRST)
    lobby = _minutes(LABELS[MeetingState.LOBBY])
    check_in = _minutes(LABELS[MeetingState.CHECK_IN])
    review_actions = _minutes(LABELS[MeetingState.REVIEW])
    bidding = _minutes(LABELS[MeetingState.BIDDING])
    slots = IntegerField("How many slots", validators=[InputRequired("Give a number.")])
    slot = _minutes("Minutes of a slot")
    recess = _minutes(LABELS[MeetingState.BREAK])
    close = _minutes(LABELS[MeetingState.CLOSE])
    version = HiddenField()

    def show(self, meeting: Meeting) -> None:
        """Fill in how it is."""
        self.starts_at.data = meeting.starts_at.astimezone(clock.LONDON).replace(tzinfo=None)
        self.template.data, self.channel.data = meeting.template.value, meeting.channel.value
        self.quorum.data, self.version.data = meeting.quorum, str(meeting.version)
        self.is_strict.data, self.is_first.data = meeting.is_strict, meeting.is_first
        self.slots.data, self.slot.data = meeting.slots_planned, meeting.slot_minutes
        self._fill({phase: meeting.minutes_of(phase) or 0 for phase in PHASES})

    def load(self, members: int) -> None:
        """Fill in what its template has; nothing is saved by that."""
        for name in ("slots", "slot", *NAMES.values()):
            self[name].raw_data = None
        planned = plan(Template(self.template.data), members)
        self.slots.data, self.slot.data = planned.slots, planned.slot
        is_over_days = self.template.data == Template.TASY
        if is_over_days != (self.channel.data == Channel.ASYNC):
            self.channel.data = Channel.ASYNC.value if is_over_days else Channel.COMPANION.value
        self._fill(planned.minutes)

    def _fill(self, minutes: dict[MeetingState, int]) -> None:
        for phase in PHASES:
            self[NAMES[phase]].data = minutes[phase]

    @property
    def total(self) -> int | None:
        """Minutes of all but the lobby; None where something is no number."""
        typed = [self[NAMES[phase]].data for phase in PHASES if phase is not MeetingState.LOBBY]
        slots, slot = self.slots.data, self.slot.data
        if None in typed or slots is None or slot is None:
            return None
        return int(sum(typed)) + slots * slot

    def seen(self) -> int:
        return hidden_number(self.version.data)

    def draft(self, meeting: Meeting) -> Draft:
        """What was typed; the form must be valid. Who hosts and leads stays."""
        return Draft(
            starts_at=in_uk(self.starts_at.data),
            host_id=meeting.host_id,
            facilitator_id=meeting.facilitator_id,
            template=Template(self.template.data),
            channel=Channel(self.channel.data),
            is_strict=bool(self.is_strict.data),
            is_first=bool(self.is_first.data),
            quorum=self.quorum.data or 0,
            is_meant=bool(self.outside.data),
            minutes={phase: self[NAMES[phase]].data for phase in PHASES},
            slots=self.slots.data,
            slot=self.slot.data,
        )


NAMES = {phase: "recess" if phase is MeetingState.BREAK else phase.value for phase in PHASES}
"""The field of each phase: `break` is a word of the language."""
