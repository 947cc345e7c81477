"""Set meetings: where one stands, who has which part in it, and its clock, which stands with the server alone."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from cop import clock
from cop.db import Base, Id, record, session
from cop.errors import Conflict
from cop.events import MeetingChanged, MeetingMoved
from cop.models.meetings_choices import Called, Next, Pause
from cop.models.meetings_slots import MeetingSlot, MeetingTiming
from cop.models.meetings_states import OVER, SLOT, MeetingState, Part
from cop.models.meetings_timings import Channel, Template, slot_minutes
from cop.models.people import Person
from cop.models.spaces import Space
from cop.models.states import Sent

RUNNING = sa.text("state IN ('scheduled', 'record')")
STALE = "The meeting has moved on in the meantime. Look where it is now, then try again."
QUORUM = 4
TAKEN_AFTER = timedelta(seconds=30)
"""For so long those who are there can object to somebody who takes over the facilitation."""


class Meeting(Sent, Base):
    """`version` counts its moves and is asked for by whoever moves it; `pulse` counts all changes that people see,
    `said` its lines. `stretch` counts the phases that were entered, by which turns are told apart; `round` those of a
    phase.

    The clock of a phase runs to `phase_deadline_at`; stopped, `remaining_s` are left of it (below nothing, in
    overtime). `came_from` is the state in which it was stopped. It `goes_on_without` the presenter where the
    facilitator let it, until they are seen again. Somebody who takes over has it `TAKEN_AFTER` `taking_at`. While dates
    are proposed, `starts_at` is the earliest of them, and answers are asked for until `answer_by`; `booked_at` is when
    it was given the date that it has. People were last `reminded` so many days before the moment `reminded_for`.

    `is_first` is that it begins by agreeing on how to be together without being in one room.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("convener_id", "key"),
        CheckConstraint("phase_deadline_at IS NULL OR remaining_s IS NULL", name="one_clock"),
        CheckConstraint("(state = 'paused') = (came_from IS NOT NULL)", name="paused_somewhere"),
        Index("ix_meeting_space_id_starts_at", "space_id", "starts_at"),
        Index("ix_meeting_running", "id", sqlite_where=RUNNING, postgresql_where=RUNNING),
    )

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    convener_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[MeetingState]
    came_from: Mapped[MeetingState | None]
    version: Mapped[int] = mapped_column(default=1)
    pulse: Mapped[int] = mapped_column(default=0)
    said: Mapped[int] = mapped_column(default=0)
    stretch: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=1)
    template: Mapped[Template]
    channel: Mapped[Channel]
    is_strict: Mapped[bool] = mapped_column(default=True)
    quorum: Mapped[int] = mapped_column(default=QUORUM)
    slot_minutes: Mapped[int]
    slots_planned: Mapped[int]
    is_support: Mapped[bool] = mapped_column(default=False)
    is_first: Mapped[bool] = mapped_column(default=False)
    starts_at: Mapped[datetime]
    booked_at: Mapped[datetime | None]
    answer_by: Mapped[datetime | None]
    reminded: Mapped[int | None]
    reminded_for: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    phase_began_at: Mapped[datetime | None]
    phase_deadline_at: Mapped[datetime | None]
    remaining_s: Mapped[int | None]
    extensions: Mapped[int] = mapped_column(default=0)
    asked_minutes: Mapped[int | None]
    paused_for: Mapped[Pause | None]
    order_at: Mapped[datetime | None]
    slot_place: Mapped[int] = mapped_column(default=0)
    goes_on_without: Mapped[bool] = mapped_column(default=False)
    facilitator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    host_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    timekeeper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note_taker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    floor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taking_at: Mapped[datetime | None]
    next_step: Mapped[Next | None]
    next_starts_at: Mapped[datetime | None]
    next_host_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    next_facilitator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    called: Mapped[Called | None]
    recorded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    space: Mapped[Space] = relationship()
    facilitator: Mapped[Person | None] = relationship(foreign_keys=[facilitator_id])
    host: Mapped[Person] = relationship(foreign_keys=[host_id])
    floor: Mapped[Person | None] = relationship(foreign_keys=[floor_id])
    timings: Mapped[list[MeetingTiming]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    slots: Mapped[list[MeetingSlot]] = relationship(
        order_by=MeetingSlot.place, cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def slot(self) -> MeetingSlot | None:
        """The one that is under way, or was last."""
        return next((each for each in self.slots if each.place == self.slot_place), None)

    @property
    def next_slot(self) -> MeetingSlot | None:
        """The one that comes after it."""
        return next((each for each in self.slots if each.place > self.slot_place), None)

    @property
    def phase(self) -> MeetingState:
        """Where it is, or was before its clock was stopped."""
        return self.came_from or self.state

    @property
    def is_in_slot(self) -> bool:
        return self.phase in SLOT

    @property
    def presenter_id(self) -> int | None:
        """Whose slot is under way."""
        slot = self.slot if self.is_in_slot else None
        return slot.presenter_id if slot else None

    @property
    def leader_id(self) -> int | None:
        """Who facilitates at this moment: nobody once it is over, and whoever took over when that has stood."""
        if self.state in OVER:
            return None
        return self.taker_id if self.is_taken else self.facilitator_id

    @property
    def is_taken(self) -> bool:
        """Whether somebody has taken over, and nobody's objection can stop it any more."""
        return self.taking_at is not None and self.taking_at + TAKEN_AFTER <= clock.now()

    @property
    def remaining(self) -> timedelta | None:
        """What is left of the phase: negative in overtime, None where no clock runs."""
        if self.remaining_s is not None:
            return timedelta(seconds=self.remaining_s)
        return self.phase_deadline_at - clock.now() if self.phase_deadline_at else None

    def offices_of(self, person_id: int) -> frozenset[Part]:
        """What somebody is here, beside a member who is there."""
        if self.state in OVER:
            return frozenset()
        holders = (
            (Part.FACILITATOR, self.leader_id),
            (Part.HOST, self.host_id),
            (Part.TIMEKEEPER, self.timekeeper_id),
            (Part.PRESENTER, self.presenter_id),
        )
        return frozenset(part for part, holder in holders if holder == person_id)

    def minutes_of(self, state: MeetingState) -> int | None:
        """How long a phase is to take; None for one without a clock."""
        if state in SLOT:
            slot = self.slot
            return slot_minutes(state, slot.minutes if slot else self.slot_minutes, self.channel)
        return next((each.minutes for each in self.timings if each.phase is state), None)

    def is_at(self, version: int) -> None:
        """Conflict unless nobody has moved it since it was seen at `version`."""
        if self.version != version:
            raise Conflict(STALE)

    def enter(self, state: MeetingState) -> None:
        """Be in another state from now on, with its clock."""
        self.state, self.came_from, self.paused_for = state, None, None
        self.version += 1
        self.stretch += 1
        self.round, self.extensions, self.asked_minutes, self.floor_id = 1, 0, None, None
        minutes, self.phase_began_at = self.minutes_of(state), clock.now()
        self.phase_deadline_at = self.phase_began_at + timedelta(minutes=minutes) if minutes else None
        self.remaining_s = None
        if state is MeetingState.SCHEDULED:
            self.booked_at = self.phase_began_at
        self._move()

    def pause(self, why: Pause | None = None) -> None:
        """Stop the clock: what is left is as it was when it goes on, whoever has the floor and whose hands are up."""
        left = self.remaining
        self.came_from, self.state, self.paused_for = self.state, MeetingState.PAUSED, why
        self.version += 1
        self.remaining_s = round(left.total_seconds()) if left is not None else None
        self.phase_deadline_at = None
        self._move()

    def resume(self) -> None:
        left = self.remaining_s
        self.state, self.came_from, self.paused_for = self.phase, None, None
        self.version += 1
        self.phase_deadline_at = clock.now() + timedelta(seconds=left) if left is not None else None
        self.remaining_s = None
        self._move()

    def _move(self) -> None:
        self.change()
        record(MeetingMoved(self.id))

    def extend(self, minutes: int) -> None:
        """Let the phase take longer; a clock in overtime goes on from this moment."""
        self.version += 1
        self.extensions += 1
        self.asked_minutes = None
        more = timedelta(minutes=minutes)
        if self.remaining_s is not None:
            self.remaining_s = max(self.remaining_s, 0) + minutes * 60
        elif self.phase_deadline_at is not None:
            self.phase_deadline_at = max(self.phase_deadline_at, clock.now()) + more
        self.change()

    def give_floor(self, person_id: int | None) -> None:
        self.floor_id = person_id
        self.version += 1
        self.change()

    def change(self) -> int:
        """State that those who are there see something else; the next pulse is returned. Its row is locked."""
        self.pulse += 1
        record(MeetingChanged(self.id))
        return self.pulse

    def say(self) -> int:
        """The next place among its lines."""
        self.said += 1
        self.change()
        return self.said


def load_slots(meeting: Meeting) -> None:
    """Read the slots of a meeting anew: some were added, moved or taken out in this command."""
    session.flush()
    query = sa.select(MeetingSlot).where(MeetingSlot.meeting_id == meeting.id).order_by(MeetingSlot.place)
    set_committed_value(meeting, "slots", session.scalars(query).all())
