"""A set that meets: Ann, Bob, Carol and Dan, an adviser who is no member, and Mallory outside."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cop import clock, db
from cop.meetings import commands
from cop.models import Meeting, MeetingBid, MeetingLine, Person, RoleName, Space
from cop.models.meetings_choices import Next
from cop.models.meetings_people import Matter
from cop.models.meetings_states import MeetingState
from cop.models.meetings_timings import Channel
from tests import people
from tests.people import World

S = MeetingState


@dataclass
class Circle:
    """A meeting of the set that Ann facilitates and hosts, at this moment, and short ways to lead it on."""

    world: World
    members: list[Person]
    adviser: Person
    meeting_id: int = 0
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def space(self) -> Space:
        return self.world.set_a

    @property
    def ann(self) -> Person:
        return self.members[0]

    @property
    def bob(self) -> Person:
        return self.members[1]

    @property
    def carol(self) -> Person:
        return self.members[2]

    @property
    def dan(self) -> Person:
        return self.members[3]

    @property
    def mallory(self) -> Person:
        return self.world.mallory

    @property
    def now(self) -> Meeting:
        """The meeting as it is."""
        db.session.rollback()
        return db.session.get_one(Meeting, self.meeting_id, populate_existing=True)

    @property
    def state(self) -> MeetingState:
        return self.now.state

    def convene(self, starts_at: datetime | None = None, **about: Any) -> Meeting:
        given = {"host_id": self.ann.id, "facilitator_id": self.ann.id, "channel": Channel.TEXT} | about
        draft = commands.Draft(starts_at=starts_at or clock.now() + timedelta(seconds=1), **given)
        meeting = commands.convene(actor_id=self.ann.id, slug=self.space.slug, draft=draft, key=people.key())
        self.meeting_id = meeting.id
        return meeting

    def of(self, person: Person) -> dict[str, int]:
        return {"actor_id": person.id, "meeting_id": self.meeting_id}

    def come(self, *who: Person) -> None:
        for person in who:
            commands.come_in(**self.of(person), ticks=True)

    def look(self, *who: Person) -> None:
        for person in who or self.members:
            commands.look(**self.of(person), is_live=False)

    def move(self, to: MeetingState, by: Person | None = None, version: int | None = None) -> Meeting:
        seen = self.now.version if version is None else version
        return commands.move_meeting(**self.of(by or self.ann), to=to, version=seen)

    def bid(self, *who: Person) -> list[int]:
        return [
            commands.bid(**self.of(person), title=f"What {person.name} brings", minutes=40, urgency=2).id
            for person in who
        ]

    def order(self, *bids: int) -> None:
        """Propose it, and let all say yes."""
        commands.propose_order(**self.of(self.ann), bid_ids=bids, version=self.now.version)
        for person in self.members:
            commands.say_to(**self.of(person), matter=Matter.ORDER, is_for=True)

    def ready(self, person: Person) -> None:
        commands.be_ready(**self.of(person), ready=True)

    def say(self, person: Person, text: str) -> MeetingLine:
        people.rest()
        return commands.say(**self.of(person), text=text, key=people.key())

    def next(self) -> int | None:
        """Give the floor to the next, whose id is returned."""
        return commands.next_speaker(**self.of(self.ann), version=self.now.version).floor_id

    def lead_to(self, state: MeetingState, *, presenters: Iterable[Person] = ()) -> None:
        """From nothing to `state`, by the usual way; Bob presents unless others do."""
        wanted = list(presenters) or [self.bob]
        if not self.meeting_id:
            self.convene(**self.about)
        self.come(*self.members)
        for step in (S.CHECK_IN, S.REVIEW, S.BIDDING):
            if self._go(step, state):
                return
        self.order(*self.bid(*wanted))
        self.ready(wanted[0])
        for step, by in (
            (S.PRESENT, self.ann),
            (S.CLARIFY, self.ann),
            (S.EXPLORE, self.ann),
            (S.SUMMARISE, self.ann),
            (S.ACTIONS, self.ann),
            (S.FEEDBACK, wanted[0]),
            (S.CLOSE, self.ann),
            (S.RECORD, self.ann),
        ):
            if step is S.FEEDBACK:
                commands.have_no_action(**self.of(wanted[0]), none_yet=True)
            if step is S.RECORD:
                commands.settle_next(**self.of(self.ann), step=Next.ENDING)
            if self._go(step, state, by):
                return

    def _go(self, step: MeetingState, wanted: MeetingState, by: Person | None = None) -> bool:
        self.move(step, by)
        return step is wanted

    def lines_of(self, slot_id: int) -> int:
        query = sa.select(sa.func.count()).select_from(MeetingLine).where(MeetingLine.slot_id == slot_id)
        return db.session.scalar(query) or 0

    def bids(self) -> list[MeetingBid]:
        db.session.rollback()
        query = sa.select(MeetingBid).where(MeetingBid.meeting_id == self.meeting_id).order_by(MeetingBid.id)
        return list(db.session.scalars(query))


def gather(world: World, **about: Any) -> Circle:
    """The set, with two more members and an adviser; `about` is how its meetings are."""
    carol, dan = people.newcomer("carol", world.set_a), people.newcomer("dan", world.set_a)
    adviser = people.newcomer_as(RoleName.FACILITATOR, "advi", world.set_a)
    return Circle(world, [world.ann, world.bob, carol, dan], adviser, about=about)
