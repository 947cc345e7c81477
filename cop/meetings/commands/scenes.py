"""A meeting under its lock, with all who are there: what every command of a meeting decides about.

The space's row is locked first, as everywhere: whoever is put out of the set at this moment comes before or after.
"""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from cop import clock, db, policy
from cop.db import session
from cop.errors import Conflict, NotFound
from cop.models import Meeting, MeetingAttendance, MeetingStay, MeetingVoice, RoleName, Space
from cop.models.meetings_people import OUT_AFTER, Matter
from cop.models.meetings_states import OPEN, Part
from cop.models.meetings_timings import Channel
from cop.policy import Actor
from cop.queues import queue_for

NOT_THERE = "You are not at this meeting at the moment. Come in, then try again."
LED = (Part.FACILITATOR, Part.PRESENTER, Part.TIMEKEEPER)


@dataclass
class Scene:
    """`there` are the stays of all who are at the meeting, by person and in the order of the set; `people` may take
    part, of whom `members` belong to the set.
    """

    meeting: Meeting
    actor: Actor
    there: dict[int, MeetingStay]
    people: list[int]
    members: list[int]

    @property
    def present(self) -> list[int]:
        """The members who are there: those who count."""
        return [each for each in self.there if each in self.members]

    @property
    def in_round(self) -> list[int]:
        """Those of them whose line has not been broken for a while."""
        if self.meeting.channel is Channel.ASYNC:
            return self.present
        return [each for each in self.present if not self.there[each].is_cut_off(OUT_AFTER)]

    @property
    def is_there(self) -> bool:
        return self.actor.id in self.there

    @property
    def parts(self) -> frozenset[Part]:
        """What the actor is here now. Whoever leads has to be there for it; a host need not, and where the host has
        left the set every member is one.
        """
        offices = self.meeting.offices_of(self.actor.id)
        if self.meeting.state in OPEN and not self.is_there:
            offices = offices.difference(LED)
        parts = set(offices)
        if self.actor.id in self.members:
            parts |= {Part.MEMBER} if self.is_there else set()
            parts |= set() if self.meeting.host_id in self.members else {Part.HOST}
        if Part.FACILITATOR in parts and self.is_presenter_away(OUT_AFTER):
            parts.add(Part.DEPUTY)
        return frozenset(parts)

    def is_presenter_away(self, after: timedelta) -> bool:
        """Whether it is somebody’s slot whose line has been broken for so long, or who is not there."""
        presenter_id = self.meeting.presenter_id
        stay = self.there.get(presenter_id or 0)
        return presenter_id is not None and (stay is None or stay.is_cut_off(after))

    def must_be_there(self) -> MeetingStay:
        """Their stay; Conflict where they are not there."""
        stay = self.there.get(self.actor.id)
        if stay is None:
            raise Conflict(NOT_THERE)
        return stay

    def is_most(self, people: int, *, of: int | None = None) -> bool:
        """Whether so many are more than half of the members who are there."""
        return people * 2 > (len(self.present) if of is None else of)

    def voices(self, matter: Matter) -> dict[int, bool]:
        """What those who are there say to it."""
        query = sa.select(MeetingVoice.person_id, MeetingVoice.is_for).where(
            MeetingVoice.meeting_id == self.meeting.id, MeetingVoice.matter == matter
        )
        return {
            person_id: is_for for person_id, is_for in session.execute(query) if person_id in self.present
        }

    def attendance(self, person_id: int) -> MeetingAttendance:
        """Their row, made where there is none."""
        found = session.get(MeetingAttendance, (self.meeting.id, person_id))
        if found is None:
            found = MeetingAttendance(meeting_id=self.meeting.id, person_id=person_id, is_sorry=False)
            session.add(found)
        return found

    def away_for(self, person_id: int | None) -> timedelta:
        """For how long somebody has not been seen at this meeting; who never came, since its start."""
        if person_id is None or person_id not in self.people:
            return timedelta.max
        mine = (MeetingStay.meeting_id == self.meeting.id, MeetingStay.person_id == person_id)
        last = session.scalar(sa.select(sa.func.max(MeetingStay.seen_at)).where(*mine))
        return clock.now() - (last or self.meeting.starts_at)


def scene_of(meeting_id: int, actor_id: int) -> Scene:
    """The locked meeting for somebody who may know of it; NotFound for everybody else. Whoever took it over and was not
    stopped facilitates it from now on.
    """
    meeting = under_lock(meeting_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_read_meeting(actor, meeting):
        raise NotFound
    scene = look_at(meeting, actor)
    stay = scene.there.get(actor_id)
    if stay is not None:
        stay.see(meeting)
    return scene


def under_lock(meeting_id: int) -> Meeting:
    """The meeting, its space locked before it; NotFound where there is none."""
    queue_for(Meeting, meeting_id)
    space_id = session.scalar(sa.select(Meeting.space_id).where(Meeting.id == meeting_id))
    if space_id is None:
        raise NotFound
    db.lock(Space, space_id)
    meeting = db.lock(Meeting, meeting_id)
    if meeting.is_taken:
        meeting.facilitator_id, meeting.taker_id, meeting.taking_at = meeting.taker_id, None, None
        settle(meeting, Matter.TAKE)
    return meeting


def look_at(meeting: Meeting, actor: Actor) -> Scene:
    """Who is at a meeting now."""
    people = list(session.scalars(policy.people_of_meetings(meeting.space).order_by(sa.text("id"))))
    members = list(
        session.scalars(policy.people_of_meetings(meeting.space, RoleName.MEMBER).order_by(sa.text("id")))
    )
    query = sa.select(MeetingStay).where(MeetingStay.lasts(meeting), MeetingStay.person_id.in_(people))
    stays = session.scalars(query.order_by(MeetingStay.person_id)).all()
    return Scene(meeting, actor, {each.person_id: each for each in stays}, people, members)


def settle(meeting: Meeting, *matters: Matter) -> None:
    """Forget what was said to a matter that is settled."""
    voices = sa.delete(MeetingVoice).where(
        MeetingVoice.meeting_id == meeting.id, MeetingVoice.matter.in_(matters)
    )
    session.execute(voices)
