"""The guard on every way in: what is likely a patient's is refused and its draft kept, what may be one is asked about,
and what its author confirms is shown to moderators.
"""

import pytest
import sqlalchemy as sa

from cop import db, guarding, policy
from cop.chat import commands as chat
from cop.errors import Doubtful, Invalid, TooFast
from cop.forum import commands as forum
from cop.forum.commands.drafts import Begun
from cop.identifiers import Detector
from cop.models import (
    Deciders,
    Finding,
    ForumDraft,
    Message,
    Policy,
    Post,
    ProfessionalRole,
    Review,
    ReviewKind,
    RoomDraft,
    Sheet,
    State,
    Topic,
    Verdict,
)
from cop.moderation import commands, queries
from cop.moderation.commands import findings
from cop.policy import load_actor
from cop.spaces import commands as spaces
from tests.moderation import remains, things
from tests.people import key, rest, set_policy
from tests.polls import paper

NUMBER, DATE = "999 000 1383", "01/02/1950"
LIKELY, MAYBE = f"seen: {NUMBER}", f"DOB {DATE}"


def profile(actor_id, about):
    role = ProfessionalRole.OTHER
    flags = {"shares_email": False, "shares_about": True, "is_listed": True}
    return spaces.update_profile(actor_id=actor_id, name="Ann", professional_role=role, about=about, **flags)


@pytest.fixture
def opening(world, bob):
    return things.open_topic(bob, world.cohort)


@pytest.fixture
def ways(world, ann, bob, opening):
    """Every way in by which Ann or Bob can write `words`: name -> what writes them."""
    line_id = things.message(bob, world.cohort).id

    def reply(words):
        return forum.post_reply(actor_id=bob.id, topic_id=opening.topic_id, text=words, key=key())

    def open_topic(title, text):
        return forum.open_topic(actor_id=bob.id, space_id=world.cohort.id, title=title, text=text, key=key())

    def edit(words):
        version = things.again(opening).version
        return forum.edit_post(actor_id=bob.id, post_id=opening.id, text=words, version=version)

    def edit_line(words):
        changed = db.session.get_one(Message, line_id, populate_existing=True).changed
        return chat.edit_message(actor_id=bob.id, message_id=line_id, text=words, changed=changed)

    return {
        "title": lambda words: open_topic(words, "A text"),
        "text of a topic": lambda words: open_topic("A title", words),
        "reply": reply,
        "edit": edit,
        "new title": lambda words: forum.rename_topic(
            actor_id=bob.id, topic_id=opening.topic_id, title=words
        ),
        "message": lambda words: chat.send_message(
            actor_id=bob.id, slug=world.cohort.slug, text=words, key=key()
        ),
        "edit of a message": edit_line,
        "question of a poll": lambda words: forum.open_poll(
            actor_id=bob.id, topic_id=opening.topic_id, paper=paper(question=words), key=key()
        ),
        "summary": lambda words: forum.write_summary(
            actor_id=ann.id, topic_id=opening.topic_id, text=words, version=0
        ),
        "profile": lambda words: profile(ann.id, words),
    }


def kept():
    """What posts, lines, titles and drafts say."""
    columns = (Post.text, Message.text, Topic.title, ForumDraft.text, RoomDraft.text)
    return [words for column in columns for words in db.session.scalars(sa.select(column))]


def test_what_is_likely_is_kept_nowhere(ways):
    for name, write in ways.items():
        with guarding.confirming(True), pytest.raises(Invalid) as refused:
            write(LIKELY)
        assert refused.value.code == "invalid", name
    assert remains.tables_with(NUMBER) == set()
    assert db.session.scalar(sa.select(sa.func.count(Review.id))) == 0


def test_what_may_be_one_is_asked_about_and_then_shown_to_moderators(ways):
    for name, write in ways.items():
        with pytest.raises(Doubtful):
            write(MAYBE)
        assert remains.tables_with(DATE) == set(), name
    seen = 0
    for name, write in ways.items():
        rest()
        with guarding.confirming(True):
            write(MAYBE)
        found = db.session.scalar(sa.select(sa.func.count(Finding.id)))
        assert found == seen + 1, name
        seen = found
    assert remains.tables_with(DATE) >= {
        "post", "topic", "message", "poll", "topic_summary", "person"
    }, "control: on each way it would be found"  # fmt: skip
    assert set(db.session.scalars(sa.select(Finding.detector))) == {Detector.DATE_OF_BIRTH}


def test_the_review_says_who_and_where_and_can_be_left_or_hidden(world, ann, bob, opening):
    with guarding.confirming(True):
        post = forum.post_reply(
            actor_id=bob.id, topic_id=opening.topic_id, text=f"Two lines.\n{MAYBE}", key=key()
        )
    assert post.state is State.RELEASED, "its author was believed"
    (review,) = queries.queue(load_actor(ann.id)).rows
    (finding,) = review.findings
    assert (review.kind, review.post_id, finding.part, finding.line) == (
        ReviewKind.FINDING,
        post.id,
        "text",
        2,
    )
    assert (finding.person_id, finding.length) == (bob.id, len(MAYBE))
    offered = policy.offered(review)
    assert (offered[0], offered[-1]) == (Verdict.DISMISS, Verdict.PURGE), "what does no harm goes first"
    decision = commands.hide_reviewed(actor_id=ann.id, review_id=review.id, ground="patient")
    assert (decision.verdict, things.again(post).state) == (Verdict.HIDE, State.HIDDEN)


def test_what_is_held_shows_it_in_the_review_that_waits(world, ann, bob):
    set_policy(world.cohort, Policy.ALL_HELD)
    with guarding.confirming(True):
        forum.open_topic(actor_id=bob.id, space_id=world.cohort.id, title="T", text=MAYBE, key=key())
    (review,) = queries.queue(load_actor(ann.id)).rows
    assert (review.kind, len(review.findings)) == (ReviewKind.HELD, 1)


def test_a_profile_goes_to_the_stewards_and_stays_as_it_is(world, ann, steward):
    with guarding.confirming(True):
        profile(ann.id, MAYBE)
    (review,) = queries.queue(load_actor(steward.id)).rows
    assert (review.profile_id, review.falls_to, review.space_id) == (ann.id, Deciders.STEWARDS, None)
    decision = commands.dismiss(actor_id=steward.id, review_id=review.id)
    assert commands.dismiss(actor_id=steward.id, review_id=review.id).id == decision.id, "a repeat"
    assert queries.queue(load_actor(steward.id)).rows == []


def test_who_confirms_again_and_again_is_stopped(world, bob, opening):
    for _ in range(findings.BURST):
        with guarding.confirming(True):
            forum.post_reply(actor_id=bob.id, topic_id=opening.topic_id, text=MAYBE, key=key())
    before = len(kept())
    with guarding.confirming(True), pytest.raises(TooFast):
        forum.post_reply(actor_id=bob.id, topic_id=opening.topic_id, text=MAYBE, key=key())
    assert len(kept()) == before, "and nothing of it is kept"


def test_a_draft_passes_it_too_and_a_refused_one_stays_in_the_page(world, bob, opening):
    sheet = Sheet("topic_id", opening.topic_id)
    with pytest.raises(Invalid):
        forum.keep_draft(actor_id=bob.id, sheet=sheet, begun=Begun(text=LIKELY))
    with pytest.raises(Invalid):
        chat.keep_draft(actor_id=bob.id, slug=world.cohort.slug, text=LIKELY)
    assert remains.tables_with(NUMBER) == set()
    assert forum.keep_draft(actor_id=bob.id, sheet=sheet, begun=Begun(text=MAYBE)), "asked once it is sent"
    assert chat.keep_draft(actor_id=bob.id, slug=world.cohort.slug, text=MAYBE)
