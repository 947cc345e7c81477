"""Every canary that the stage can hold, in all that everybody there has written or said."""

from collections.abc import Iterator

import sqlalchemy as sa

from cop import db
from cop.models import (
    AccessNote,
    Application,
    ApplicationState,
    Contract,
    ForumDraft,
    Gathering,
    Ground,
    GroundRules,
    Inspection,
    Letter,
    LetterKind,
    Output,
    Outsider,
    PostRevision,
    Report,
    Review,
    ReviewKind,
    RoomDraft,
    Space,
    Task,
    TaskResponse,
    Topic,
    TopicState,
    Verdict,
    Workshop,
)
from tests import people
from tests.authz.canaries import READERS, Canaries, decide
from tests.authz.canary_files import put_files
from tests.authz.canary_inquiries import put_inquiries, put_resources
from tests.authz.canary_intentions import put_intentions
from tests.authz.canary_lines import put_conversations, put_lines
from tests.authz.canary_meetings import put_words_of_meeting
from tests.authz.canary_notices import put_notices
from tests.authz.canary_polls import put_polls
from tests.authz.canary_posts import put_carrying_posts
from tests.authz.stage import Stage
from tests.meetings.contracts import put_contract
from tests.workshops import put_workshop


@db.command
def hatch_all(stage: Stage) -> Canaries:
    """Put them there; `ids` of what comes back are of all that there is then."""
    canaries = Canaries()
    db.session.add_all([stage.network, stage.cohort, stage.another, stage.set_a, *stage.people.values()])
    topic = people.put_topic(stage.cohort, stage.people["member"], canaries.hatch("title", *READERS))
    ids = canaries.ids = {name: [value] for name, value in stage.ids.items()}
    ids["topic_id"].append(topic.id)
    people.put_post(topic, stage.people["member"], canaries.hatch("released", *READERS))
    ids["post_id"].extend(_posts(stage, canaries, topic))
    ids["message_id"] += put_lines(stage, canaries)
    _in_the_set(stage, canaries)
    put_files(stage, canaries)
    put_carrying_posts(stage, canaries)
    put_polls(stage, canaries)
    put_words_of_meeting(stage, canaries)
    put_conversations(stage, canaries)
    ids["review_id"] += [review_id for (review_id,) in db.session.query(Review.id)]
    ids["slug"] += [stage.another.slug, stage.set_a.slug, stage.network.slug]
    ids["person_id"] += [person.id for person in stage.people.values()]
    _contract(stage, canaries)
    _application(stage, canaries)
    _inspection(stage, canaries)
    _workshops(stage, canaries)
    _gatherings(stage, canaries)
    put_inquiries(stage, canaries)
    put_resources(stage, canaries)
    _private_sides(stage, canaries)
    put_notices(stage, canaries)
    put_intentions(stage, canaries)
    return canaries


def _posts(stage: Stage, canaries: Canaries, topic: Topic) -> Iterator[int]:
    member, newcomer, moderator = (stage.people[name] for name in ("member", "newcomer", "moderator"))
    held = people.put_post(topic, newcomer, canaries.hatch("held", "newcomer", "moderator"), held=True)
    Review.open_for(held, ReviewKind.HELD)
    yield held.id

    declined = people.put_post(
        topic, newcomer, canaries.hatch("declined", "newcomer", "moderator"), held=True
    )
    review = Review.open_for(declined, ReviewKind.HELD)
    declined.decline()
    reason = canaries.hatch("reason", "newcomer", "moderator")
    review.decide(decide(stage, Verdict.DECLINE, reason, post_id=declined.id, person_id=newcomer.id))
    yield declined.id

    hidden = people.put_post(topic, member, canaries.hatch("hidden", "member", "moderator"))
    hidden.hide()
    reason = canaries.hatch("hiding", "member", "moderator")
    decide(stage, Verdict.HIDE, reason, post_id=hidden.id, person_id=member.id)
    yield hidden.id

    removed = people.put_post(topic, member, canaries.hatch("removed"))
    removed.remove()
    yield removed.id

    edited = people.put_post(topic, member, canaries.hatch("now", *READERS))
    db.session.add(
        PostRevision(
            post_id=edited.id, number=0, text=canaries.hatch("before", "member", "moderator"), editor=member
        )
    )
    yield edited.id

    reported = people.put_post(topic, member, "reported")
    report = Review.open_for(reported, ReviewKind.REPORT)
    why = canaries.hatch("report", "moderator")
    report.reports.append(Report(reporter_id=newcomer.id, category=Ground.OTHER, reason=why))
    assert moderator
    yield reported.id

    lost = people.put_topic(stage.cohort, newcomer, canaries.hatch("heldtitle", "newcomer", "moderator"))
    opening = people.put_post(lost, newcomer, canaries.hatch("opening", "newcomer", "moderator"), held=True)
    assert lost.state is TopicState.HELD
    canaries.ids["topic_id"].append(lost.id)
    yield opening.id


def _in_the_set(stage: Stage, canaries: Canaries) -> None:
    """A set that nobody of the cast belongs to."""
    insider = people.add_person("insider")
    people.join(insider, stage.set_a)
    topic = people.put_topic(stage.set_a, insider, canaries.hatch("settitle"))
    post = people.put_post(topic, insider, canaries.hatch("setpost"))
    message = people.put_message(stage.set_a, insider, canaries.hatch("setline"))
    put_contract(stage.set_a, insider, purpose=canaries.hatch("setpurpose"), text=canaries.hatch("setrules"))
    canaries.ids["set_slug"].append(stage.set_a.slug)
    canaries.ids["topic_id"].append(topic.id)
    canaries.ids["post_id"].append(post.id)
    canaries.ids["message_id"].append(message.id)


def _contract(stage: Stage, canaries: Canaries) -> None:
    """What a set has agreed on is for who is in it, and for nobody around it."""
    circle = ("newcomer", "member", "facilitator", "moderator")
    slug = canaries.ids["set_slug"][0]
    space = db.session.scalars(sa.select(Space).where(Space.slug == slug)).one()
    contract = Contract.of(space.id)
    assert contract is not None
    contract.purpose = canaries.hatch("agreedpurpose", *circle)
    text, change = canaries.hatch("agreedrules", *circle), canaries.hatch("agreedchange", *circle)
    author_id = stage.people["member"].id
    about = {"space_id": space.id, "number": 2, "author_id": author_id}
    db.session.add(GroundRules(text=text, change=change, **about))


def _application(stage: Stage, canaries: Canaries) -> None:
    """Who applies is known to nobody but who decides about it."""
    application = db.get(Application, int(stage.ids["application_id"]))
    application.state = ApplicationState.WAITING
    for column in ("name", "elsewhere", "statement", "question", "answer"):
        setattr(application, column, canaries.hatch(f"applied{column}", "moderator"))
    application.email = f"{canaries.hatch('appliedemail', 'moderator')}@example.org"
    decide(
        stage, Verdict.ASK, canaries.hatch("appliedask", "moderator"), review_id=_review_of(application).id
    )


def _workshops(stage: Stage, canaries: Canaries) -> None:
    """What is held in a cohort is for its readers; what is held in a set says nothing of itself in any calendar."""
    workshop = db.get(Workshop, int(stage.ids["workshop_id"]))
    for column in ("title", "venue", "objectives"):
        setattr(workshop, column, canaries.hatch(f"workshop{column}", *READERS))
    workshop.segments[0].title = canaries.hatch("segment", *READERS)
    workshop.materials[0].title = canaries.hatch("material", *READERS)
    task = db.get(Task, int(stage.ids["task_id"]))
    task.title, task.text = canaries.hatch("tasktitle", *READERS), canaries.hatch("tasktext", *READERS)
    for is_shared, standings in ((False, ("member",)), (True, ("newcomer", "moderator", "staff"))):
        words = canaries.hatch("sharedresponse" if is_shared else "response", *standings)
        author = stage.people["newcomer" if is_shared else "member"]
        db.session.add(TaskResponse(task_id=task.id, person_id=author.id, text=words, is_shared=is_shared))
    held = put_workshop(stage.set_a, key="held-in-the-set-a")
    held.title = canaries.hatch("heldinset")
    canaries.ids["workshop_id"].append(held.id)


def _gatherings(stage: Stage, canaries: Canaries) -> None:
    """A visit is for the readers of its cohort; what somebody needs there is theirs and the organiser's."""
    gathering = db.get(Gathering, int(stage.ids["gathering_id"]))
    for column in ("called", "venue", "partner", "purpose"):
        setattr(gathering, column, canaries.hatch(f"gathering{column}", *READERS))
    output = db.get(Output, int(stage.ids["output_id"]))
    output.title = canaries.hatch("output", *READERS)
    outsider = db.get(Outsider, int(stage.ids["outsider_id"]))
    outsider.name = canaries.hatch("outsider", "moderator", "staff")
    note = AccessNote.of(stage.people["member"].id, gathering.id)
    assert note is not None
    note.text = canaries.hatch("accessnote", "member", "moderator")


def _inspection(stage: Stage, canaries: Canaries) -> None:
    """Why a set is read is for who answers it, and never for the set."""
    inspection = db.get(Inspection, int(stage.ids["inspection_id"]))
    inspection.reason = canaries.hatch("inspectedreason", "staff", "steward")
    inspection.reference = canaries.hatch("inspecteddemand", "staff", "steward")
    inspection.delay_reason = canaries.hatch("inspectedlater", "staff", "steward")


def _review_of(application: Application) -> Review:
    review = Review.of(application, ReviewKind.APPLICATION)
    assert review is not None
    return review


def _private_sides(stage: Stage, canaries: Canaries) -> None:
    shy = people.add_person("shy")
    people.join(shy, stage.cohort)
    shy.about, shy.shares_about = canaries.hatch("about"), False
    shy.email = f"{canaries.hatch('email')}@example.org"
    canaries.ids["person_id"].append(shy.id)
    decision = decide(
        stage, Verdict.SUSPEND, canaries.hatch("suspension", "moderator", "staff"), person_id=shy.id
    )
    Letter.write(LetterKind.DECISION, address=shy.email, person_id=shy.id, decision_id=decision.id)
    canaries.ids["decision_id"].append(decision.id)
    _drafts(stage, canaries)


def _drafts(stage: Stage, canaries: Canaries) -> None:
    """In a room, of a topic and of a reply, each of two people; and of an edit, which has one author alone."""
    for standing in ("newcomer", "moderator"):
        draft = RoomDraft(person_id=stage.people[standing].id, space_id=stage.cohort.id)
        draft.text = canaries.hatch(f"draft{standing}", standing)
        db.session.add(draft)
        _begin(canaries, stage, standing, "newtopic", space_id=stage.cohort.id)
        _begin(canaries, stage, standing, "reply", topic_id=canaries.ids["topic_id"][1])
    _begin(canaries, stage, "member", "edit", post_id=canaries.ids["post_id"][0])
    _begin(canaries, stage, "former", "left", standings=(), space_id=stage.cohort.id)


def _begin(
    canaries: Canaries,
    stage: Stage,
    standing: str,
    name: str,
    standings: tuple[str, ...] | None = None,
    **sheet: int,
) -> None:
    may = (standing,) if standings is None else standings
    words, title = (canaries.hatch(f"{part}{name}{standing}", *may) for part in ("begun", "titled"))
    draft = ForumDraft(person_id=stage.people[standing].id, text=words, title=title, **sheet)
    db.session.add(draft)
