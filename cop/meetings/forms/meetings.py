"""Shape and wording of what is typed to arrange a meeting."""

from collections.abc import Mapping
from datetime import datetime

from wtforms import BooleanField, DateTimeLocalField, IntegerField, SelectField
from wtforms.validators import InputRequired

from cop import clock
from cop.meetings.commands import Draft
from cop.models import Duty, Person
from cop.models.meetings import QUORUM
from cop.models.meetings_timings import Channel, Template
from cop.web.forms import Keyed, chosen_id, offered, row_id

TEMPLATES = {
    Template.T90: "90 minutes: one slot of 40",
    Template.T180: "Half a day: three slots of 40",
    Template.TEQ: "Equal time for everybody",
    Template.TASY: "Over days, in writing",
}
CHANNELS = {
    Channel.COMPANION: "By phone, video or in a room, with this page beside it",
    Channel.TEXT: "In writing, on this page",
    Channel.ASYNC: "In writing, over days",
}
TYPED = "%Y-%m-%dT%H:%M"
STRICT = "Only questions are heard while you clarify and explore"
FIRST = "It is our first meeting by phone, video or in writing"
MEANT = "We mean this date all the same"


class Led(Keyed):
    """Who hosts a meeting and who facilitates it."""

    host = SelectField("Host", coerce=row_id)
    facilitator = SelectField("Facilitator", coerce=chosen_id)

    def offer(self, members: list[Person], people: list[Person]) -> None:
        """Whom one can choose."""
        self.host.choices = offered([(each.id, each.name) for each in members])
        self.facilitator.choices = offered([(each.id, each.name) for each in people], blank="To be agreed")

    def offer_turns(self, turns: Mapping[Duty, int | None], *, otherwise: int) -> None:
        """Choose those whose turn it is, and where the set has no rota yet whoever is `otherwise`."""
        self.host.data = turns[Duty.HOSTS] or otherwise
        self.facilitator.data = turns[Duty.FACILITATORS] or otherwise


class MeetingForm(Led):
    starts_at = DateTimeLocalField(
        "Date and time (UK)", format=TYPED, validators=[InputRequired("Give a date and time.")]
    )
    template = SelectField("How long", choices=offered(TEMPLATES.items()))
    channel = SelectField("How you talk", choices=offered(CHANNELS.items()))
    quorum = IntegerField(
        "How many must be there", default=QUORUM, validators=[InputRequired("Give a number.")]
    )
    is_strict = BooleanField(STRICT, default=True)
    is_first = BooleanField(FIRST)
    outside = BooleanField(MEANT)

    def draft(self) -> Draft:
        """What was typed; the form must be valid."""
        return Draft(
            starts_at=in_uk(self.starts_at.data),
            host_id=self.host.data,
            facilitator_id=self.facilitator.data,
            template=Template(self.template.data),
            channel=Channel(self.channel.data),
            is_strict=bool(self.is_strict.data),
            is_first=bool(self.is_first.data),
            quorum=self.quorum.data or 0,
            is_meant=bool(self.outside.data),
        )


def in_uk(moment: datetime | None) -> datetime | None:
    """What was typed as a time of the United Kingdom."""
    return moment.replace(tzinfo=clock.LONDON) if moment else None
