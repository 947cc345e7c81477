"""Sets of the demonstration meet: in their programme, in the years after it, and next."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any

import sqlalchemy as sa

from cop.db import command, get, session
from cop.demonstration import agreeing, held
from cop.demonstration.circles import FATES, Circle, Held, turned, who_comes
from cop.demonstration.rhythm import Occasion, occasions
from cop.demonstration.story import document
from cop.demonstration.transcripts import Transcript, cast, write_lines
from cop.models import (
    Meeting,
    MeetingAttendance,
    MeetingSlot,
    MeetingStay,
    MeetingTiming,
    RoleName,
    Space,
    Workshop,
)
from cop.models.meetings_choices import Called, Next
from cop.models.meetings_states import RECORD_LASTS, MeetingState
from cop.models.meetings_timings import Channel, Template, plan
from cop.models.states import digest
from cop.policy import people_of_meetings

NOTED_BEFORE = timedelta(days=60)
"""How long before the end of the story somebody wrote down what there was of the programmes."""
ARRANGED_BEFORE = timedelta(days=28)
TOO_FEW = 3


def meet(as_of: datetime, *, spaces: Mapping[str, Space], advisers: Sequence[int]) -> Meeting:
    """Write down all meetings of all sets; the one that goes on at this moment is returned."""
    script, fates = document("sets"), cycle(FATES)
    going_on: list[Meeting] = []
    for place, each in enumerate(script["set"]):
        space = spaces[each["slug"]]
        circle = Circle(
            space_id=space.id,
            slug=space.slug,
            place=place,
            script=each,
            members=list(session.scalars(people_of_meetings(space, RoleName.MEMBER).order_by(sa.text("id")))),
            adviser_id=_adviser(space, advisers, place),
            as_of=as_of,
            brought=script["brought"],
            fates=fates,
        )
        going_on += _meet(circle, script["agreed"], day_two=_day_two(space))
    return going_on[0]


def _adviser(space: Space, advisers: Sequence[int], place: int) -> int:
    """Who facilitates it still, or one of those who helped it begin."""
    still = session.scalars(people_of_meetings(space, RoleName.FACILITATOR)).first()
    return still if still is not None else advisers[place % len(advisers)]


def _day_two(space: Space) -> date | None:
    query = sa.select(Workshop.day).where(Workshop.space_id == space.parent_id, Workshop.number == 2)
    return session.scalars(query).one_or_none()


@command
def _meet(circle: Circle, agreed: Mapping[str, Any], *, day_two: date | None) -> list[Meeting]:
    meetings = [
        (each, _meeting(circle, number, each))
        for number, each in enumerate(
            occasions(circle.script, circle.as_of, day_two=day_two, place=circle.place)
        )
    ]
    session.add_all(meeting for _, meeting in meetings)
    session.flush()
    going_on = [meeting for each, meeting in meetings if each.state is MeetingState.EXPLORE]
    told = list(_held(circle, meetings))
    held.write_down(told, going_on=going_on[0] if going_on else None)
    everybody = list(session.scalars(people_of_meetings(get(Space, circle.space_id))))
    agreeing.agree(circle, told, agreed, everybody=everybody)
    _say_it(circle, told[-1])
    session.add_all(each for occasion, meeting in meetings for each in _beside(circle, occasion, meeting))
    return going_on


def _say_it(circle: Circle, newest: Held) -> None:
    """What was said at the newest meeting, where that is kept: it goes when the next one closes (domain.md 2.4)."""
    transcript = Transcript.of(circle.slug)
    if transcript is None or circle.script.get("next") == "now":
        return
    meeting, presenter_id = newest.meeting, newest.bids[0].person_id
    slot = session.scalars(
        sa.select(MeetingSlot).where(MeetingSlot.meeting_id == meeting.id, MeetingSlot.place == 1)
    ).one()
    newest.bids[0].title = transcript.title
    if meeting.facilitator_id == presenter_id:
        meeting.facilitator_id = newest.present[-1]
    parts = cast(newest.present, presenter_id=presenter_id, facilitator_id=meeting.facilitator_id)
    write_lines(meeting, slot, transcript, parts=parts)
    session.add_all(
        MeetingStay(
            meeting_id=meeting.id,
            person_id=person_id,
            from_seq=0,
            to_seq=meeting.said,
            heard=meeting.said,
            seen_at=newest.occasion.ends_at,
            ended_at=newest.occasion.ends_at,
        )
        for person_id in newest.present
    )


def _held(circle: Circle, meetings: Sequence[tuple[Occasion, Meeting]]) -> Iterator[Held]:
    were = [(each, meeting) for each, meeting in meetings if each.was_held]
    for number, (occasion, meeting) in enumerate(were):
        present = who_comes(circle.members, number)
        rules = agreeing.rules_at(circle, number)
        meeting.facilitator_id = turned(present, number)[0] if number else circle.adviser_id
        meeting.host_id = turned(present, number + 2)[0]
        yield Held(circle, number, occasion, meeting, rules, present)


def _meeting(circle: Circle, number: int, occasion: Occasion) -> Meeting:
    slots, members = 2 + number % 2, circle.members
    key = f"demonstration-{circle.slug}-{number:03d}"
    meeting = Meeting(
        space_id=circle.space_id,
        convener_id=turned(members, number)[0],
        key=key,
        digest=digest(key),
        created_at=_noted_at(circle, occasion) - ARRANGED_BEFORE,
        state=occasion.state,
        template=Template.T180 if slots > 2 else Template.T90,
        channel=Channel(circle.script.get("channel", "companion"))
        if not occasion.is_of_programme
        else Channel.COMPANION,
        slot_minutes=held.MINUTES,
        slots_planned=slots,
        starts_at=occasion.starts_at,
        facilitator_id=turned(members, number + 1)[0],
        host_id=turned(members, number + 2)[0],
    )
    if occasion.was_held:
        _end(meeting, circle, occasion)
    if occasion.state is MeetingState.CANCELLED:
        meeting.called, meeting.ended_at = Called.LEADERS, _noted_at(circle, occasion)
    return meeting


def _noted_at(circle: Circle, occasion: Occasion) -> datetime:
    """Those of the programme were written down long after, as the programme itself was."""
    return circle.as_of - NOTED_BEFORE if occasion.is_of_programme else occasion.starts_at


def _end(meeting: Meeting, circle: Circle, occasion: Occasion) -> None:
    meeting.opened_at = occasion.starts_at
    meeting.recorded_at = occasion.ends_at
    meeting.ended_at = max(occasion.ends_at, _noted_at(circle, occasion)) + RECORD_LASTS
    meeting.version, meeting.pulse, meeting.stretch = 14, 60, 12
    meeting.next_step = Next.POLL


def _beside(
    circle: Circle, occasion: Occasion, meeting: Meeting
) -> Iterator[MeetingTiming | MeetingAttendance]:
    """What one that is to come, or that was not held, has beside its row."""
    if occasion.state in (MeetingState.SCHEDULED, MeetingState.EXPLORE):
        minutes = plan(meeting.template, len(circle.members)).minutes
        for phase, each in minutes.items():
            yield MeetingTiming(meeting_id=meeting.id, phase=phase, minutes=each)
    if occasion.state is MeetingState.INQUORATE:
        meeting.opened_at = occasion.starts_at
        for place, person_id in enumerate(circle.members):
            came = occasion.starts_at if place < TOO_FEW else None
            yield MeetingAttendance(
                meeting_id=meeting.id, person_id=person_id, came_at=came, is_sorry=place >= TOO_FEW
            )
