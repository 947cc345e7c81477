"""Whoever does whatever at whatever moment: a meeting stays in a state that the table knows, moves one step at a time,
and shows what is said to nobody who is absent.
"""

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cop import clock, db, policy
from cop.db import session
from cop.errors import CopError
from cop.meetings import commands
from cop.models import Meeting, MeetingLine, Person, Throttle
from cop.models.meetings_choices import Next, Office
from cop.models.meetings_people import ABSENT_AFTER, Matter
from cop.models.meetings_slots import SlotState
from cop.models.meetings_states import ENDS, OPEN, OVER, SLOT, WAYS, MeetingState, ways_from
from tests import people
from tests.conftest import NOON
from tests.databases import written
from tests.histories import LIMITS, Fresh, on_postgresql, on_sqlite
from tests.meetings.circle import gather

__all__ = ["on_postgresql", "on_sqlite"]

pytestmark = pytest.mark.timeout(300)

S = MeetingState
KNOWN = {(each.source, each.target) for each in (*WAYS, *ENDS)}
WHO = st.integers(0, 5)
"""Ann, Bob, Carol, Dan, the adviser, and Mallory outside."""


class Meetings(RuleBasedStateMachine):
    """One meeting, and what has become of it as far as somebody who looks on can tell."""

    fresh: Fresh

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(self.fresh())
        self.moment = NOON
        with clock.at(self.moment):
            self.circle = gather(people.World.build())
        self.cast = [*self.circle.members, self.circle.adviser, self.circle.mallory]
        self.seen: dict[int, Any] = {}  # who is there -> when they were seen last
        self.came: dict[int, int] = {}  # who is there -> lines that were said before
        self.said: list[tuple[int, set[int]]] = []  # each line, and who was there for it
        self.dead: set[int] = set()  # lines of slots that were stopped

    @initialize(
        to=st.sampled_from(
            (S.LOBBY, S.LOBBY, S.CHECK_IN, S.BIDDING, S.PRESENT, S.EXPLORE, S.FEEDBACK, S.CLOSE)
        )
    )
    def begin(self, to: MeetingState) -> None:
        """Somewhere in a meeting, so that histories are about all of it."""
        with clock.at(self.moment):
            self.circle.convene(quorum=3)
            if to is not S.LOBBY:
                self.circle.lead_to(to)
                self.seen = {each.id: self.moment for each in self.circle.members}
                self.came = dict.fromkeys(self.seen, 0)
        self.before = self.now()

    def teardown(self) -> None:
        self.stack.close()

    def now(self) -> Meeting:
        session.rollback()
        meeting = session.get_one(Meeting, self.circle.meeting_id, populate_existing=True)
        assert meeting.slots is not None  # read before it is let go of
        session.expunge_all()
        return meeting

    def there(self) -> set[int]:
        return {each for each, at in self.seen.items() if self.moment - at < ABSENT_AFTER}

    def do(self, verb: Any, who: int, **about: Any) -> Any:
        """Let somebody do it; what is refused changes nothing."""
        person = self.cast[who]
        with clock.at(self.moment):
            written(sa.delete(Throttle))
            self.before = self.now()
            there = self.there()
            if "version" in about:
                self.is_refused(verb, person, **about | {"version": self.before.version - 1})
            try:
                result = verb(actor_id=person.id, meeting_id=self.circle.meeting_id, **about)
            except CopError:
                after = self.now()
                told = [(each.state, each.version, each.pulse, each.said) for each in (self.before, after)]
                assert told[0] == told[1], "what is refused changes nothing"
                return None
        assert who != 5, f"{verb.__name__} by a stranger"
        assert self.before.state not in OVER or verb is commands.note_learning, (
            f"{verb.__name__} once it is over"
        )
        if person.id in there:
            self.seen[person.id] = self.moment
        return result

    def is_refused(self, verb: Any, person: Person, **about: Any) -> None:
        """A page that is behind moves nothing."""
        with pytest.raises(CopError):
            verb(actor_id=person.id, meeting_id=self.circle.meeting_id, **about)

    def check(self) -> None:
        """From what was before to what is now there is a way, and no step was left out."""
        before, after = self.before, self.now()
        assert after.version - before.version in (0, 1)
        if before.state is not after.state:
            assert (before.state, after.state) in KNOWN
            assert after.version == before.version + 1
        if after.state not in OPEN:
            self.seen.clear()

    # What somebody does.

    @rule(who=WHO, ticks=st.booleans())
    def come(self, who: int, ticks: bool) -> None:
        if self.do(commands.come_in, who, ticks=ticks) is not None:
            person_id = self.cast[who].id
            if person_id not in self.there():
                self.came[person_id] = len(self.said)
            self.seen[person_id] = self.moment

    @rule(who=WHO)
    def leave(self, who: int) -> None:
        if self.do(commands.leave_meeting, who) is not None:
            self.seen.pop(self.cast[who].id, None)

    @rule()
    def all_come(self) -> None:
        for who in range(4):
            self.come(who, ticks=True)
            self.check()

    @rule(who=WHO, is_live=st.booleans())
    def look(self, who: int, is_live: bool) -> None:
        self.do(commands.look, who, is_live=is_live)

    @rule(who=WHO, to=st.sampled_from(MeetingState))
    def move(self, who: int, to: MeetingState) -> None:
        self.do(commands.move_meeting, who, to=to, version=self.now().version)

    @rule(which=st.integers(0, 3))
    def move_on(self, which: int) -> None:
        """As the table has it, by whoever facilitates or presents."""
        meeting = self.now()
        ways = ways_from(meeting.state)
        ids = [each.id for each in self.cast]
        for person_id in (meeting.leader_id, meeting.presenter_id):
            if ways and person_id is not None and self.now().version == meeting.version:
                to = ways[which % len(ways)].target
                self.do(commands.move_meeting, ids.index(person_id), to=to, version=meeting.version)

    @rule(which=st.integers(0, 3))
    def come_and_move_on(self, which: int) -> None:
        self.all_come()
        self.agree()
        self.move_on(which)

    @rule(first=WHO)
    def somebody_says(self, first: int) -> None:
        """Whoever is heard at this moment."""
        said = len(self.said)
        for who in range(first, first + 6):
            if len(self.said) == said:
                self.say(who % 6)

    @rule(who=st.integers(0, 3))
    def somebody_is_missed(self, who: int) -> None:
        """They go, the others talk, they come back."""
        self.leave(who)
        self.somebody_says(who + 1)
        self.check()
        self.come(who, ticks=True)

    @rule(who=WHO)
    def say(self, who: int) -> None:
        there = self.there()
        text = f"line-{len(self.said)}?"
        line = self.do(commands.say, who, text=text, key=people.key())
        if line is not None:
            self.said.append((line.slot_id or 0, there))

    @rule(who=WHO)
    def bid(self, who: int) -> None:
        self.do(commands.bid, who, title="A matter", minutes=40, urgency=1)

    @rule(who=WHO)
    def order(self, who: int) -> None:
        with clock.at(self.moment):
            bids = [each.id for each in self.circle.bids()]
        self.do(commands.propose_order, who, bid_ids=bids, version=self.now().version)

    @rule(who=WHO, ready=st.booleans())
    def be_ready(self, who: int, ready: bool) -> None:
        self.do(commands.be_ready, who, ready=ready)

    @rule()
    def agree(self) -> None:
        """All that stands between bids and a slot, by those whose it is."""
        for who in range(4):
            self.do(commands.say_to, who, matter=Matter.ORDER, is_for=True)
            self.check()
            self.do(commands.be_ready, who, ready=True)
            self.check()

    @rule(who=WHO, matter=st.sampled_from(Matter), is_for=st.booleans())
    def say_to(self, who: int, matter: Matter, is_for: bool) -> None:
        self.do(commands.say_to, who, matter=matter, is_for=is_for)

    @rule(who=WHO, verb=st.sampled_from(("raise_hand", "lower_hand", "pass_turn", "sit_with_it")))
    def take_turns(self, who: int, verb: str) -> None:
        self.do(getattr(commands, verb), who)

    @rule(
        who=WHO,
        verb=st.sampled_from(("next_speaker", "begin_round", "resume", "end_meeting", "agree_to_end")),
    )
    def lead(self, who: int, verb: str) -> None:
        self.do(getattr(commands, verb), who, version=self.now().version)

    @rule(who=WHO, verb=st.sampled_from(("time_out", "ask_to_end", "take_facilitation")))
    def step_in(self, who: int, verb: str) -> None:
        self.do(getattr(commands, verb), who)

    @rule(who=WHO)
    def stop(self, who: int) -> None:
        slot = self.now_slot()
        if self.do(commands.stop_my_slot, who) is not None and slot:
            self.dead |= {number for number, (slot_id, _) in enumerate(self.said) if slot_id == slot}

    def now_slot(self) -> int:
        with clock.at(self.moment):
            slot = self.circle.now.slot
            return slot.id if slot else 0

    @rule(who=WHO, minutes=st.sampled_from((2, 5, 60)))
    def extend(self, who: int, minutes: int) -> None:
        self.do(commands.extend, who, minutes=minutes, version=self.now().version)

    @rule(who=WHO, whom=WHO, office=st.sampled_from(Office))
    def hand_over(self, who: int, whom: int, office: Office) -> None:
        self.do(commands.hand_over, who, office=office, person_id=self.cast[whom].id)

    @rule(who=WHO, office=st.sampled_from(Office), accepts=st.booleans())
    def accept(self, who: int, office: Office, accepts: bool) -> None:
        self.do(commands.accept_office, who, office=office, accepts=accepts)

    @rule(who=WHO, verb=st.sampled_from(("ask_for_offers", "have_no_action")), yes=st.booleans())
    def choose(self, who: int, verb: str, yes: bool) -> None:
        self.do(getattr(commands, verb), who, **{"wanted" if verb == "ask_for_offers" else "none_yet": yes})

    @rule(who=WHO)
    def settle_next(self, who: int) -> None:
        self.do(commands.settle_next, who, step=Next.ENDING)

    @rule(seconds=st.sampled_from((1, 25, 70, 130, 310)))
    def wait(self, seconds: int) -> None:
        self.moment += timedelta(seconds=seconds)

    # What always holds.

    @invariant()
    def it_is_where_the_table_knows(self) -> None:
        self.check()
        with clock.at(self.moment):
            meeting = self.circle.now
            assert (meeting.state is S.PAUSED) == (meeting.came_from is not None)
            assert meeting.phase_deadline_at is None or meeting.remaining_s is None
            opened = [each for each in meeting.slots if each.state is SlotState.OPEN]
            assert len(opened) == (1 if meeting.phase in SLOT else 0)
            assert [each.place for each in opened] == ([meeting.slot_place] if opened else [])

    @invariant()
    def nobody_hears_what_was_said_in_their_absence(self) -> None:
        with clock.at(self.moment):
            for person in self.cast if self.said else ():
                heard = self.heard_by(person.id)
                mine = {number for number, (_, there) in enumerate(self.said) if person.id in there}
                assert heard <= mine - self.dead
                if person.id in self.there():
                    since = {each for each in mine if each >= self.came[person.id]}
                    assert since - self.dead <= heard, "and whoever is there has it all"

    def heard_by(self, person_id: int) -> set[int]:
        db.session.rollback()
        query = sa.select(MeetingLine.text).join(Meeting, Meeting.id == MeetingLine.meeting_id)
        visible = policy.visible_lines(policy.load_actor(person_id))
        return {int(text[5:-1]) for text in session.scalars(query.where(visible))}


def run(fresh: Fresh, *, examples: int) -> None:
    machine = type("Meetings", (Meetings,), {"fresh": staticmethod(fresh)})
    run_state_machine_as_test(
        machine, settings=settings(LIMITS, max_examples=examples, stateful_step_count=40)
    )


def test_whoever_does_whatever(on_sqlite):
    run(on_sqlite, examples=12)


@pytest.mark.slow
def test_and_on_postgresql(on_postgresql):
    run(on_postgresql, examples=4)
