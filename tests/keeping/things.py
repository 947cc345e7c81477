"""One thing of every kind that goes by the schedule, Bob's or about him, and mostly in cohort one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from cop import clock, db
from cop.identifiers import Detector
from cop.keeping import commands, tasks
from cop.models import (
    AccessNote,
    AddressChange,
    Application,
    ApplicationState,
    Band,
    Decision,
    Fate,
    Finding,
    ForumDraft,
    Ground,
    Hold,
    Invitation,
    JoinRequest,
    KeepingRun,
    Kept,
    Letter,
    LetterKind,
    Meeting,
    MeetingAction,
    MeetingBid,
    MeetingNote,
    Membership,
    Notice,
    NoticeKind,
    Outsider,
    Place,
    Post,
    PostRevision,
    Presence,
    ProfessionalRole,
    Programme,
    Report,
    Review,
    ReviewKind,
    RoleName,
    RoomDraft,
    SignIn,
    SpentChallenge,
    Throttle,
    TopicReading,
    Verdict,
    Wave,
    WaveRow,
)
from cop.models.keeping_rows import period_of
from cop.models.meetings_states import MeetingState
from cop.models.parting import STEPS
from tests import people
from tests.conftest import NOON
from tests.gatherings.rows import put_gathering
from tests.meetings.rows import put_line, put_meeting
from tests.people import World


class Thing(NamedTuple):
    """A row, and the column that is emptied where the row stays."""

    row: Any
    column: str = ""

    def is_there(self) -> bool:
        db.session.expire_all()
        mapper = sa.inspect(type(self.row))
        found = db.session.get(type(self.row), mapper.primary_key_from_instance(self.row))
        return found is not None and (not self.column or bool(getattr(found, self.column)))


@db.command
def put(kind: Kept, world: World) -> Thing:
    """A thing of this kind that counts from this moment."""
    row, *column = MAKERS[kind](world)
    db.session.add(row)
    db.session.flush()
    return Thing(row, *column)


@db.command
def write_letters(world: World, count: int, *, days: int = 0) -> None:
    """To Bob, sent so many days before NOON."""
    for _ in range(count):
        about = {"kind": LetterKind.DECISION, "address": world.bob.email, "person_id": world.bob.id}
        db.session.add(Letter(**about, sent_at=NOON - timedelta(days=days)))


def let_go_of(kind: Kept) -> int:
    """All that is due of a kind, as the job does it."""
    if kind in STEPS:
        return tasks._in_batches(kind)
    return tasks._posts(kind) if kind in tasks.POSTS else tasks._messages(kind)


def place(world: World, **on: Any) -> Hold:
    return commands.place_hold(actor_id=world.staff.id, reference="FOI 7", reason="A request", **on)


def lift(world: World, hold: Hold) -> Hold:
    return commands.lift_hold(actor_id=world.staff.id, hold_id=hold.id, reason="It was answered")


def after(kind: Kept, seconds: float) -> Any:
    """`with after(kind, 1): …`: so long after its period has ended for what is put now."""
    return clock.at(clock.now() + period_of(kind) + timedelta(seconds=seconds))


def _post(world: World, *, held: bool = False) -> Post:
    topic = people.put_topic(world.cohort, world.bob, "Bob's title")
    post = people.put_post(topic, world.bob, "Bob's words", held=held)
    earlier = PostRevision(post_id=post.id, number=1, text="Bob's earlier words", editor_id=world.bob.id)
    db.session.add(earlier)
    return post


def _declined_post(world: World) -> tuple[Any, ...]:
    post = _post(world, held=True)
    post.decline()
    return post, "text"


def _removed_post(world: World) -> tuple[Any, ...]:
    post = _post(world)
    post.remove()
    return post, "text"


def _declined_message(world: World) -> tuple[Any, ...]:
    message = people.put_message(world.cohort, world.bob, "Bob's words", held=True)
    message.remove()
    return message, "text"


def _removed_message(world: World) -> tuple[Any, ...]:
    message = people.put_message(world.cohort, world.bob, "Bob's words")
    message.hide()
    return message, "text"


def _review(world: World) -> Review:
    message = people.put_message(world.cohort, world.bob, "Bob's words")
    db.session.flush()
    review = Review(
        kind=ReviewKind.REPORT, message_id=message.id, author_id=world.bob.id, space_id=world.cohort.id
    )
    review.decided_at = clock.now()
    db.session.add(review)
    db.session.flush()
    return review


def _report(world: World) -> tuple[Any, ...]:
    review = _review(world)
    given = {"category": Ground.OTHER, "reason": "Mallory's words"}
    return Report(review_id=review.id, reporter_id=world.ann.id, **given), "reason"


def _appeal(world: World) -> tuple[Any, ...]:
    about = {"space_id": world.cohort.id, "actor_id": world.ann.id, "person_id": world.bob.id}
    appealed = Decision.log(Verdict.WARN, **about)
    review = Review(
        kind=ReviewKind.APPEAL,
        appealed_id=appealed.id,
        author_id=world.bob.id,
        space_id=world.cohort.id,
        plea="Bob's words",
        decided_at=clock.now(),
    )
    return review, "plea"


def _finding(world: World) -> tuple[Any, ...]:
    found = {"detector": Detector.NHS_NUMBER, "part": "text", "line": 1, "start": 0, "length": 10}
    return (Finding(review_id=_review(world).id, person_id=world.bob.id, **found),)


def _application(world: World, **more: Any) -> Application:
    programme = Programme(slug=people.key(), name="P")
    db.session.add(programme)
    db.session.flush()
    return Application(
        key=people.key(),
        programme_id=programme.id,
        cohort_id=world.cohort.id,
        email=world.bob.email,
        name="Bob",
        professional_role=ProfessionalRole.OTHER,
        band=Band.FIVE,
        statement="Bob's words",
        **more,
    )


def _applied(world: World) -> tuple[Any, ...]:
    given = {"state": ApplicationState.REFUSED, "confirmed_at": clock.now()}
    return _application(world, **given), "email"


def _invitation(world: World) -> tuple[Any, ...]:
    now = clock.now()
    invitation = Invitation(email=world.bob.email, inviter_id=world.ann.id, expires_at=now, created_at=now)
    invitation.places.append(Place(space_id=world.cohort.id, role=RoleName.MEMBER))
    db.session.add(invitation)
    db.session.flush()
    about = {"address": world.bob.email, "invitation_id": invitation.id}
    db.session.add(Letter(kind=LetterKind.INVITATION, **about))
    return (invitation,)


def _request(world: World) -> tuple[Any, ...]:
    request = JoinRequest(person_id=world.bob.id, space_id=world.cohort.id, said="Bob's words")
    request.answer(let_in=False)
    return request, "said"


def _wave(world: World) -> tuple[Any, ...]:
    wave = Wave(actor_id=world.staff.id, name="A list")
    db.session.add(wave)
    db.session.flush()
    cells = dict.fromkeys(("name", "organisation", "role", "cohort", "set_name", "pair", "sponsor"), "x")
    db.session.add(WaveRow(wave_id=wave.id, number=1, email=world.bob.email, fate=Fate.SAME, **cells))
    return (wave,)


def _letter(world: World) -> tuple[Any, ...]:
    return (Letter(kind=LetterKind.PASSWORD_CHANGED, address=world.bob.email, sent_at=clock.now()),)


def _notice(world: World) -> tuple[Any, ...]:
    return (Notice(person_id=world.bob.id, kind=NoticeKind.TOPIC, subject_id=1),)


def _change(world: World) -> tuple[Any, ...]:
    about = {"person_id": world.bob.id, "former": world.bob.email, "wanted": "bob@elsewhere.example.org"}
    return (AddressChange(**about),)


def _sign_in(world: World) -> tuple[Any, ...]:
    return (SignIn(person_id=world.bob.id, token_hash=people.key(), ended_at=clock.now()),)


def _reading(world: World) -> tuple[Any, ...]:
    topic = people.put_topic(world.cohort, world.ann, "T")
    membership = Membership.of(world.bob.id, world.cohort.id)
    assert membership is not None
    membership.leave()
    return (TopicReading(person_id=world.bob.id, topic_id=topic.id, position=1),)


def _draft(world: World, **more: Any) -> tuple[Any, ...]:
    return (ForumDraft(person_id=world.bob.id, space_id=world.cohort.id, text="Bob's words", **more),)


def _meeting(world: World, **about: Any) -> Meeting:
    meeting = put_meeting(world.cohort, world.bob, **about)
    db.session.flush()
    return meeting


def _line(world: World) -> tuple[Any, ...]:
    return (put_line(_meeting(world), world.bob, "Bob's words"),)


def _bid(world: World) -> tuple[Any, ...]:
    about = {"title": "Bob's matter", "minutes": 40, "urgency": 1}
    return MeetingBid(meeting_id=_meeting(world).id, person_id=world.bob.id, **about), "title"


def _action(world: World) -> tuple[Any, ...]:
    about = {"owner_id": world.bob.id, "text": "Bob's action", "closed_at": clock.now()}
    return MeetingAction(space_id=world.cohort.id, meeting_id=_meeting(world).id, **about), "text"


def _access_note(world: World) -> tuple[Any, ...]:
    gathering = put_gathering(world.cohort, world.ann)
    gathering.over_at = clock.now()
    return (AccessNote(gathering_id=gathering.id, person_id=world.bob.id, text="Bob's words"),)


def _note(world: World) -> tuple[Any, ...]:
    membership = Membership.of(world.bob.id, world.cohort.id)
    assert membership is not None
    membership.leave()
    about = {"space_id": world.cohort.id, "meeting_id": _meeting(world).id}
    return (MeetingNote(person_id=world.bob.id, text="Bob's words", **about),)


def _outsider(world: World) -> tuple[Any, ...]:
    gathering = put_gathering(world.cohort, world.bob)
    gathering.over_at = clock.now()
    return (Outsider(gathering_id=gathering.id, name="An invented guest"),)


MAKERS: dict[Kept, Callable[[World], tuple[Any, ...]]] = {
    Kept.DECLINED_POSTS: _declined_post,
    Kept.DECLINED_MESSAGES: _declined_message,
    Kept.REMOVED_POSTS: _removed_post,
    Kept.REMOVED_MESSAGES: _removed_message,
    Kept.DRAFTS: _draft,
    Kept.MEETING_LINES: _line,
    Kept.MEETING_BIDS: _bid,
    Kept.MEETING_ACTIONS: _action,
    Kept.MEETINGS: lambda world: (_meeting(world, state=MeetingState.ARCHIVED, ended_at=clock.now()),),
    Kept.MEETING_NOTES: _note,
    Kept.ROOM_DRAFTS: lambda world: (
        RoomDraft(person_id=world.bob.id, space_id=world.cohort.id, text="Bob's words"),
    ),
    Kept.ACCESS_NOTES: _access_note,
    Kept.OUTSIDERS: _outsider,
    Kept.DISCARDED: lambda world: _draft(world, discarded_at=clock.now()),
    Kept.REPORTS: _report,
    Kept.APPEALS: _appeal,
    Kept.FINDINGS: _finding,
    Kept.UNCONFIRMED: lambda world: (_application(world),),
    Kept.APPLICATIONS: _applied,
    Kept.INVITATIONS: _invitation,
    Kept.REQUESTS: _request,
    Kept.WAVES: _wave,
    Kept.LETTERS: _letter,
    Kept.NOTICES: _notice,
    Kept.SIGN_INS: _sign_in,
    Kept.ADDRESS_CHANGES: _change,
    Kept.PRESENCES: lambda world: (Presence(person_id=world.bob.id, space_id=world.cohort.id),),
    Kept.READINGS: _reading,
    Kept.THROTTLES: lambda world: (Throttle(bucket="x", left=1.0, at=clock.now()),),
    Kept.CHALLENGES: lambda world: (SpentChallenge(fingerprint="x"),),
    Kept.RUNS: lambda world: (KeepingRun(kind=Kept.FILES, day=clock.today(), went=1, ran_at=clock.now()),),
}

OF_NOBODY = (Kept.THROTTLES, Kept.CHALLENGES, Kept.RUNS)
"""Counts and fingerprints, which no hold is on."""

OF_NO_SPACE = (*OF_NOBODY, Kept.WAVES, Kept.LETTERS, Kept.NOTICES, Kept.SIGN_INS, Kept.ADDRESS_CHANGES)
"""What is of a person alone."""
