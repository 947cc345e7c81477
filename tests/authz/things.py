"""One thing of every kind in the state that is asked for, made by the models, for doors to lead to."""

from datetime import timedelta

import sqlalchemy as sa

from cop import clock, db
from cop.accounts.commands import tokens
from cop.forum import commands
from cop.models import (
    AccessNote,
    Application,
    ApplicationState,
    Appointment,
    AppointmentRole,
    Band,
    Citation,
    Decision,
    Effect,
    Fate,
    Feed,
    ForumDraft,
    Hold,
    Identity,
    Joining,
    Line,
    ListedWord,
    Measure,
    MeasureKind,
    Message,
    Notice,
    NoticeKind,
    Organisation,
    Output,
    Outsider,
    Partner,
    PartnerRole,
    Passkey,
    Person,
    Post,
    ProfessionalRole,
    Programme,
    Recruitment,
    ResourceState,
    Review,
    ReviewKind,
    RoleName,
    RoomState,
    SignIn,
    Space,
    SpaceKind,
    StatementKind,
    StatementVersion,
    Succession,
    Summary,
    Tag,
    Topic,
    Verdict,
    Wave,
    WaveRow,
    abiding,
)
from cop.models.appointment_roles import usual_end
from tests import people
from tests.attachments import picture, put_file
from tests.authz.stage import Stage, invite
from tests.authz.things_inspected import put_inspection
from tests.authz.things_of_sets import put_set, put_set_meeting
from tests.authz.things_paired import put_intention
from tests.exports.copies import put_export
from tests.gatherings.rows import put_gathering, put_place
from tests.inquiring import put_inquiry, put_response
from tests.polls import put_poll
from tests.shelving import put_resource
from tests.workshops import put_task, put_workshop

Ids = dict[str, int | str]

CALENDAR = "/feeds/<token>/calendar.ics"

CONSTANTS: Ids = {
    "key": "0123456789abcdef",
    "filename": "manifest.json",
    "word": "helped",
    "condition": "hosting",
    "kind": "letters",
    "token": "no-such-token",
    "page": "privacy",
    "number": 1,
    "duty": "hosts",
    "guide": "questions",
    "question": "small-quorum",
}
"""Variables of addresses that name no thing of anybody's."""


def put_things(stage: Stage, state: str = "normal") -> Ids:
    """The ids of things in `state`, by the names of the variables of addresses. What can't be in that state is there as
    it normally is. `stage.ids` and the links to feeds lead to them from now on.
    """
    stage.ids = _put(stage, state)
    if state == "moved":
        for topic_id in {stage.ids["topic_id"], stage.ids["frame_id"]}:
            commands.move_topic(actor_id=stage.mover.id, topic_id=int(topic_id), space_id=stage.another.id)
    return stage.ids


@db.command
def _put(stage: Stage, state: str) -> Ids:
    stage.read_anew()
    author = stage.people["deactivated" if state == "author_gone" else "member"]
    topic = _topic(stage, author, state)
    ids = CONSTANTS | {"topic_id": topic.id} | _of_topic(stage, topic, author)
    ids |= put_intention(stage, state)
    ids |= _in_the_forum(stage, author, state) | _on_the_desk(stage, author, state) | _beside(stage, state)
    ids["message_id"] = _message(stage, author, state).id
    if state == "archived":
        stage.cohort.set_room(RoomState.ARCHIVED)
    return ids


def _topic(stage: Stage, author: Person, state: str) -> Topic:
    topic = people.put_topic(stage.cohort, author, "A topic")
    opening = people.put_post(topic, author, "What it opens with", held=state == "held")
    _turn(opening, state)
    if state == "archived":
        topic.archived_at = clock.now()
    topic.summary = Summary(topic_id=topic.id, text="A summary", html="<p>A summary</p>", version=1)
    return topic


def _turn(said: Post | Message, state: str) -> None:
    if state == "hidden":
        said.hide()
    elif state == "removed":
        said.remove()


def _of_topic(stage: Stage, topic: Topic, author: Person) -> Ids:
    """A poll in it, a reply to it that is begun, and feeds of it, of everybody: as if they once could read it."""
    draft = ForumDraft(person_id=author.id, topic_id=topic.id, text="A reply that is begun")
    db.session.add(draft)
    poll = put_poll(topic, author, "A poll")
    made = {name: Feed.begin(person.id, topic_id=topic.id) for name, person in stage.people.items()}
    stage.links["feeds"] = {name: token for name, (_, token) in made.items()}
    dates = {name: _calendar(stage, person) for name, person in stage.people.items()}
    stage.links[CALENDAR] = dates | {"feed_reader": _calendar(stage, stage.people["newcomer"])}
    stage.links["feeds"]["feed_reader"] = Feed.begin(stage.people["newcomer"].id, topic_id=topic.id)[1]
    return {"draft_id": draft.id, "poll_id": poll.id, "feed_id": made["member"][0].id}


def _calendar(stage: Stage, person: Person) -> str:
    """An address for the dates of A, as if they once could read them."""
    return Feed.begin(person.id, space_id=stage.cohort.id, is_calendar=True)[1]


def _in_the_forum(stage: Stage, author: Person, state: str) -> Ids:
    """A reply with a file, in a topic that is as the state has it where only a whole topic can be so."""
    frame = _topic(stage, stage.people["member"], state if state == "archived" else "normal")
    post = people.put_post(frame, author, "A reply", held=state == "held")
    place = stage.cohort if state == "begun" else post
    shown = put_file(author, place, "picture.png", picture())
    hidden = people.put_post(frame, author, "A reply that was hidden")
    hidden.hide()
    about = {"post_id": hidden.id, "person_id": author.id}
    decision = Decision.log(
        Verdict.HIDE, space_id=stage.cohort.id, actor_id=stage.people["moderator"].id, **about
    )
    notice = Notice(person_id=stage.people["member"].id, kind=NoticeKind.MENTION, subject_id=post.id)
    db.session.add(notice)
    _turn(post, state)
    db.session.flush()
    return {
        "frame_id": frame.id,
        "post_id": post.id,
        "attachment_id": shown.id,
        "decision_id": decision.id,
        "notice_id": notice.id,
    }


def _on_the_desk(stage: Stage, author: Person, state: str) -> Ids:
    """A reply that waits for a moderator."""
    frame = _topic(stage, stage.people["member"], state if state == "archived" else "normal")
    writer = stage.people["newcomer"] if author is stage.people["member"] else author
    held = people.put_post(frame, writer, "A reply that waits", held=True)
    review = Review.open_for(held, ReviewKind.HELD)
    if state == "removed":
        held.remove()
    return {"review_id": review.id}


def _beside(stage: Stage, state: str) -> Ids:
    """What belongs to no forum and no room."""
    tag = Tag(space_id=stage.cohort.id)
    tag.call("A tag")
    db.session.add_all([tag, _statement(stage)])
    sign_in, _ = SignIn.begin(stage.people["member"], device="another")
    passkey = Passkey(
        person_id=stage.people["member"].id,
        credential_id=stage.cohort.slug.encode(),
        public_key=b"none",
        sign_count=0,
        name="A passkey",
    )
    db.session.add(passkey)
    identity = Identity(
        person_id=stage.people["member"].id,
        issuer="http://127.0.0.1:9",
        subject=f"member-{stage.cohort.slug}",
    )
    db.session.add(identity)
    put_export(stage.people["member"], b"A copy of all that is kept of a member")
    db.session.flush()
    shown = stage.people["deactivated" if state == "author_gone" else "newcomer"]
    circle = put_set(stage)
    return (
        {
            "slug": stage.cohort.slug,
            "person_id": shown.id,
            "tag_id": tag.id,
            "word_id": _word(stage).id,
            "sign_in_id": sign_in.id,
            "passkey_id": passkey.id,
            "identity_id": identity.id,
            "invitation_id": invite(stage, "somebody@example.org").id,
            "measure_id": _measure(stage, shown).id,
            "wave_id": _wave(stage).id,
            "inspection_id": put_inspection(stage).id,
            "set_slug": circle.slug,
            **_meeting(stage, circle),
            "hold_id": _hold(stage).id,
            "organisation_id": _organisation(stage).id,
            **_gathering(stage),
            **_offices(stage),
        }
        | _application(stage)
        | _workshop(stage)
        | _inquiry(stage)
        | _citation()
        | _resource(stage, state)
    )


def _meeting(stage: Stage, circle: Space) -> Ids:
    meeting = put_set_meeting(stage, circle)
    return {"meeting_id": meeting.id, "slot_id": meeting.slots[0].id}


def _workshop(stage: Stage) -> Ids:
    workshop = put_workshop(stage.cohort, key=f"workshop-of-{stage.cohort.slug}")
    segment, material = workshop.segments[0], workshop.materials[0]
    task = put_task(stage.cohort, key=f"task-of-{stage.cohort.slug}")
    return {
        "workshop_id": workshop.id,
        "task_id": task.id,
        "segment_id": segment.id,
        "material_id": material.id,
    }


def _gathering(stage: Stage) -> Ids:
    gathering = put_gathering(
        stage.cohort, stage.people["moderator"], key=f"gathering-of-{stage.cohort.slug}"
    )
    put_place(gathering, stage.people["member"])
    note = AccessNote(gathering_id=gathering.id, person_id=stage.people["member"].id, text="A ramp")
    output = Output(gathering_id=gathering.id, title="An output")
    outsider = Outsider(gathering_id=gathering.id, name="Somebody from outside")
    db.session.add_all([note, output, outsider])
    db.session.flush()
    return {"gathering_id": gathering.id, "output_id": output.id, "outsider_id": outsider.id}


def _citation() -> Ids:
    """That the newest programme builds on the newest output."""
    output, programme = (
        db.session.scalars(sa.select(table).order_by(table.id.desc()).limit(1)).one()
        for table in (Output, Programme)
    )
    citation = Citation(programme_id=programme.id, output_id=output.id)
    db.session.add(citation)
    db.session.flush()
    return {"citation_id": citation.id}


def _inquiry(stage: Stage) -> Ids:
    inquiry = put_inquiry(stage.people["staff"], key=f"inquiry-of-{stage.cohort.slug}")
    response = put_response(inquiry, stage.people["member"], "An answer")
    return {"inquiry_id": inquiry.id, "theme_id": inquiry.themes[0].id, "response_id": response.id}


def _resource(stage: Stage, state: str) -> Ids:
    suggested = ResourceState.SUGGESTED if state == "held" else ResourceState.PUBLISHED
    made = put_resource(
        stage.people["member"], "A guide", key=f"resource-of-{stage.cohort.slug}", state=suggested
    )
    return {"resource_id": made.id}


def _organisation(stage: Stage) -> Organisation:
    organisation = Organisation(code=f"O-{stage.cohort.slug}", name="An organisation")
    db.session.add(organisation)
    db.session.flush()
    return organisation


def _application(stage: Stage) -> Ids:
    """To a programme that anybody may apply to, with the link of its letters in the hands of somebody unknown."""
    programme = Programme(slug=f"programme-of-{stage.cohort.slug}", name="A programme")
    db.session.add(programme)
    db.session.flush()
    stage.cohort.programme_id = programme.id
    partner = Partner(programme_id=programme.id, role=PartnerRole.FUNDER, name="A partner")
    db.session.add(partner)
    db.session.add(Recruitment(programme_id=programme.id, is_open=True))
    application = Application(
        key=people.key(), programme_id=programme.id, cohort_id=stage.cohort.id, email="applicant@example.org",
        name="An applicant", professional_role=ProfessionalRole.OTHER, band=Band.NINE, statement="Why not",
        state=ApplicationState.WAITING, confirmed_at=clock.now(),
    )  # fmt: skip
    db.session.add(application)
    db.session.flush()
    Review.open_for(application, ReviewKind.APPLICATION)
    stage.links["applications"] = {"unverified": tokens.of_application(application)}
    return {"programme": programme.slug, "partner_id": partner.id, "application_id": application.id}


def _offices(stage: Stage) -> Ids:
    """The role of a moderator who is asked to hand it on, their group, and an appointment."""
    other = people.join(people.add_person(f"handing-{stage.cohort.slug}"), stage.cohort, RoleName.MODERATOR)
    (role,) = other.terms
    succession = Succession(
        role_id=role.id,
        nominee_id=stage.people["newcomer"].id,
        nominator_id=stage.people["moderator"].id,
        hands_over_at=clock.now() + timedelta(days=60),
    )
    appointment = Appointment(
        person_id=stage.people["member"].id,
        role=AppointmentRole.EVALUATOR,
        ended_at=usual_end(AppointmentRole.EVALUATOR),
    )
    group = Space(
        slug=f"group-beside-{stage.cohort.slug}", kind=SpaceKind.GROUP, name="A group", joining=Joining.ASKED
    )
    db.session.add_all([succession, appointment, group])
    db.session.flush()
    people.join(other.person, group, RoleName.MODERATOR)
    return {
        "group": group.slug,
        "role_id": role.id,
        "appointment_id": appointment.id,
        "succession_id": succession.id,
    }


def _statement(stage: Stage) -> StatementVersion:
    """Something that is published, and that nobody is asked about."""
    number = len(StatementVersion.of(StatementKind.PRIVACY)) + 1
    about = {
        "kind": StatementKind.PRIVACY,
        "number": number,
        "text": "What is kept",
        "change": "The first",
        "is_material": False,
    }
    return StatementVersion(
        id=StatementVersion.newest_id() + 1, key=people.key(), publisher_id=stage.people["staff"].id, **about
    )


def _hold(stage: Stage) -> Hold:
    placing = Decision.log(
        Verdict.PLACE_HOLD, space_id=None, actor_id=stage.people["staff"].id, reason="FOI 1"
    )
    hold = Hold(person_id=stage.people["outsider"].id, reference="FOI 1", placing_id=placing.id)
    db.session.add(hold)
    db.session.flush()
    return hold


def _wave(stage: Stage) -> Wave:
    wave = Wave(actor_id=stage.people["staff"].id, name="A list")
    db.session.add(wave)
    db.session.flush()
    cells = dict.fromkeys(Line.__slots__, "")
    db.session.add(WaveRow(wave_id=wave.id, number=2, fate=Fate.BAD, said="No address", **cells))
    return wave


def _word(stage: Stage) -> ListedWord:
    word = ListedWord(space_id=stage.cohort.id, phrase="xyzzy", folded="xyzzy", effect=Effect.HOLD)
    db.session.add(word)
    db.session.flush()
    return word


def _measure(stage: Stage, person: Person) -> Measure:
    about = {"space_id": stage.cohort.id, "person_id": person.id, "actor_id": stage.people["moderator"].id}
    decision = Decision.log(Verdict.NOTE, **about)
    return abiding.take_measure(MeasureKind.NOTE, decision, ends_at=clock.now() + timedelta(days=7))


def _message(stage: Stage, author: Person, state: str) -> Message:
    message = people.put_message(stage.cohort, author, "A line that was said", held=state == "held")
    _turn(message, state)
    db.session.flush()
    return message
