"""A world with one of everything in it, and one person of every standing towards it, for tests that walk every door."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from sqlalchemy.engine import Connection

from cop import clock, db
from cop.models import (
    Appointment,
    AppointmentRole,
    Decision,
    Effect,
    Feed,
    ForumDraft,
    Invitation,
    ListedWord,
    Notice,
    NoticeKind,
    Person,
    Place,
    Policy,
    Review,
    ReviewKind,
    RoleName,
    SignIn,
    Site,
    Space,
    SpaceKind,
    Summary,
    Tag,
    Verdict,
)
from cop.models.invitations import LIFE
from tests import people
from tests.attachments import picture, put_file
from tests.polls import put_poll

STANDINGS = (
    "outsider", "former", "suspended", "newcomer", "member", "facilitator", "moderator_of_another", "moderator",
    "staff",
)  # fmt: skip
"""Everybody the matrix asks, beside the anonymous. `member` wrote the post, the message and the topic."""


@dataclass
class Stage:
    """`cohort` is where the doors lead; everybody stands in some relation to it."""

    network: Space
    cohort: Space
    another: Space
    set_a: Space
    people: dict[str, Person] = field(default_factory=dict)
    ids: dict[str, int | str] = field(default_factory=dict)
    """What fills the variables of an address."""


@db.command
def set_stage() -> Stage:
    network = Space(slug="network", kind=SpaceKind.NETWORK, name="Network")
    cohort = Space(slug="cohort-1", kind=SpaceKind.COHORT, name="Cohort 1", policy=Policy.OPEN)
    another = Space(slug="cohort-2", kind=SpaceKind.COHORT, name="Cohort 2")
    set_a = Space(slug="cohort-1-set-a", kind=SpaceKind.SET, name="Set A", parent=cohort)
    db.session.add_all(
        [Site(id=1, is_demonstration=True, built_at=clock.now()), network, cohort, another, set_a]
    )
    db.session.flush()
    stage = Stage(network, cohort, another, set_a)
    for standing in STANDINGS:
        stage.people[standing] = _enter(stage, standing)
    _furnish(stage)
    return stage


def _enter(stage: Stage, standing: str) -> Person:
    person = people.add_person(standing)
    match standing:
        case "outsider":
            people.join(person, stage.another)
        case "former":
            people.join(person, stage.cohort, RoleName.MODERATOR).leave()
        case "suspended":
            membership = people.join(person, stage.cohort, RoleName.MODERATOR)
            membership.suspend(clock.now() + timedelta(days=7))
        case "newcomer":
            people.join(person, stage.cohort)
        case "member" | "facilitator" | "moderator":
            people.join(person, stage.cohort, RoleName(standing))
        case "moderator_of_another":
            people.join(person, stage.another, RoleName.MODERATOR)
        case "staff":
            db.session.add(Appointment(person_id=person.id, role=AppointmentRole.STAFF))
    return person


def _furnish(stage: Stage) -> None:
    """One released and one held post and message, reviews of the held, a decision, an invitation."""
    member, newcomer = stage.people["member"], stage.people["newcomer"]
    topic = people.put_topic(stage.cohort, member, "A topic")
    post = people.put_post(topic, member, "A post that is released")
    held = people.put_post(topic, newcomer, "A post that waits", held=True)
    message = people.put_message(stage.cohort, member, "A line that was said")
    review = db.session.query(Review).filter_by(post_id=held.id).one_or_none() or Review.open_for(
        held, ReviewKind.HELD
    )
    moderator = stage.people["moderator"]
    hidden = people.put_post(topic, member, "A post that was hidden")
    hidden.hide()
    decision = Decision.log(
        Verdict.HIDE, space_id=stage.cohort.id, actor_id=moderator.id, post_id=hidden.id, person_id=member.id
    )
    notice = Notice(person_id=member.id, kind=NoticeKind.MENTION, subject_id=post.id)
    db.session.add(notice)
    sign_in, _ = SignIn.begin(member, device="another")
    feed, _ = Feed.begin(member.id, space_id=stage.cohort.id)
    invitation = Invitation(email="guest@example.org", inviter=moderator, expires_at=clock.now() + LIFE)
    invitation.places = [Place(space=stage.cohort, role=RoleName.MEMBER)]
    draft = ForumDraft(person_id=member.id, topic_id=topic.id, text="A reply that is begun")
    tag = Tag(space_id=stage.cohort.id)
    tag.call("A tag")
    topic.summary = Summary(topic_id=topic.id, text="A summary", html="<p>A summary</p>", version=1)
    word = ListedWord(space_id=stage.cohort.id, phrase="xyzzy", folded="xyzzy", effect=Effect.HOLD)
    db.session.add_all([invitation, draft, tag, word])
    db.session.flush()
    poll = put_poll(topic, member, "A poll")
    shown = put_file(member, post, "picture.png", picture())
    stage.ids = {
        "attachment_id": shown.id,
        "key": "0123456789abcdef",
        "slug": stage.cohort.slug,
        "topic_id": topic.id,
        "post_id": post.id,
        "poll_id": poll.id,
        "message_id": message.id,
        "review_id": review.id,
        "decision_id": decision.id,
        "draft_id": draft.id,
        "notice_id": notice.id,
        "invitation_id": invitation.id,
        "person_id": newcomer.id,
        "sign_in_id": sign_in.id,
        "tag_id": tag.id,
        "word_id": word.id,
        "feed_id": feed.id,
        "filename": "manifest.json",
        "token": "no-such-token",
        "word": "helped",
    }


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """Whatever happens in the block is taken back, so that everybody knocks at the same door."""
    point = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        point.rollback()


def browser(app: Flask, stage: Stage, standing: str):
    """A browser for one of STANDINGS, or for the anonymous."""
    return people.signed_in(app, stage.people.get(standing))
