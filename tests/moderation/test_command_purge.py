"""Remove for good: nothing is left but a tombstone and its key, nobody brings it back, and what is left is counted."""

import pytest
import sqlalchemy as sa

from cop import db, policy
from cop.chat import commands as chat
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.forum import commands as forum
from cop.models import (
    Decision,
    Letter,
    Message,
    Notice,
    NoticeKind,
    Policy,
    Post,
    Review,
    SearchWord,
    Space,
    State,
    TopicState,
    Verdict,
)
from cop.models.posts import UNTITLED
from cop.moderation import commands, queries
from tests.moderation import remains, things
from tests.moderation.remains import CANARY, TEXT, left
from tests.people import key, set_policy

PATIENT = {"ground": "patient"}


@pytest.fixture
def post(world):
    return things.open_topic(world.bob, world.cohort, TEXT)


def is_held(person, space):
    db.session.expire_all()
    return policy.is_held(policy.load_actor(person.id), db.get(Space, space.id))


def test_nothing_of_a_post_is_left_in_any_table_or_file(world, ann, dan):
    before = remains.carried(world, dan)
    full = remains.tables_with(CANARY)
    assert full >= {
        "post", "post_revision", "topic", "attachment", "forum_draft", "report", "search_entry", "search_word",
    }, "control: it is everywhere"  # fmt: skip
    assert len(remains.kept(before.stored)) == 3
    assert remains.files_with(CANARY)

    decision = commands.purge(actor_id=ann.id, post_id=before.post.id, reason="It names somebody", **PATIENT)

    assert remains.tables_with(CANARY) == set()
    assert remains.kept(before.stored) == set()
    assert set(left(decision).values()) == {0}
    assert remains.files_with(CANARY) == set()


def test_its_place_and_its_topic_stay(world, ann, dan):
    before = remains.carried(world, dan)
    commands.purge(actor_id=ann.id, post_id=before.post.id, **PATIENT)
    post, quoting = things.again(before.post), things.again(before.quoting)
    assert (post.state, post.position, post.key) == (State.PURGED, 1, before.post.key)
    assert (post.text, post.html, post.digest, post.marked, post.attached) == ("", "", "", "", 0)
    assert (post.topic.title, post.topic.state) == (UNTITLED, TopicState.OPEN)
    assert "I see, yes." in quoting.html
    assert "was taken back or hidden" in quoting.html
    assert quoting.text.endswith("I see, yes.")
    assert quoting.known_quotes == []


def test_nothing_of_a_line_is_left(world, ann, dan):
    before = remains.said(world, dan)
    assert remains.tables_with(CANARY) >= {
        "message",
        "message_revision",
        "post",
        "room_draft",
        "search_entry",
    }
    decision = commands.purge(actor_id=ann.id, message_id=before.line.id, **PATIENT)
    assert remains.tables_with(CANARY) == set()
    assert set(left(decision).values()) == {0}
    line, topic = things.again(before.line), things.again(before.topic)
    assert (line.state, line.seq, line.text, line.marks) == (State.PURGED, before.line.seq, "", [])
    assert "What now?" in topic.html
    assert "removed for good" in topic.html


def test_a_repeat_of_its_key_stays_a_repeat(world, ann, bob):
    sent = {"actor_id": bob.id, "slug": world.cohort.slug, "text": TEXT, "key": "a" * 32}
    line = chat.send_message(**sent)
    commands.purge(actor_id=ann.id, message_id=line.id, **PATIENT)
    again = chat.send_message(**sent)
    assert (again.id, again.text) == (line.id, "")
    assert db.session.scalar(sa.select(sa.func.count(Message.id))) == 1


def test_a_copy_in_somebodys_own_words_is_counted(world, ann, dan, post):
    copied = "They wrote that the quizzlewort patient came back to our ward, can you imagine"
    things.reply(dan, post, copied)
    decision = commands.purge(actor_id=ann.id, post_id=post.id, **PATIENT)
    assert left(decision)["Posts"] == 2, "its text, and its HTML"
    assert {store for store, number in left(decision).items() if number} == {"Posts"}


def test_what_is_earlier_in_the_log_is_counted_and_stays(world, ann, carol, dan, post):
    reason = "You wrote that the quizzlewort patient came back to our ward"
    commands.hide(actor_id=carol.id, post_id=post.id, reason=reason)
    decision = commands.purge(actor_id=ann.id, post_id=post.id, **PATIENT)
    assert left(decision)["Reasons in the log"] == 1


def test_its_author_is_told_and_nothing_that_waited_is_sent(world, ann, bob, carol, post):
    commands.hide(actor_id=carol.id, post_id=post.id, reason="Look")
    [earlier] = db.session.scalars(sa.select(Letter)).all()
    decision = commands.purge(actor_id=ann.id, post_id=post.id, **PATIENT)
    db.session.expire_all()
    waiting = db.session.scalars(sa.select(Letter).where(Letter.waits())).all()
    assert [each.decision_id for each in waiting] == [decision.id]
    assert db.session.get_one(Letter, earlier.id).given_up_at is not None
    told = sa.select(Notice.subject_id).where(Notice.person_id == bob.id, Notice.kind == NoticeKind.DECISION)
    assert db.session.scalars(told).all() == [decision.id]
    assert queries.about_me(policy.load_actor(bob.id)).rows[0].id == decision.id


def test_only_for_a_patient_or_the_law_and_never_with_its_words(world, ann, post):
    for ground in ("unkind", "other", None):
        with pytest.raises(Invalid) as refused:
            commands.purge(actor_id=ann.id, post_id=post.id, ground=ground, reason="Because")
        assert refused.value.field == "ground"
    with pytest.raises(Invalid) as refused:
        commands.purge(actor_id=ann.id, post_id=post.id, reason=f"It says: {TEXT}", **PATIENT)
    assert refused.value.field == "reason"
    assert things.again(post).text == TEXT
    assert commands.purge(actor_id=ann.id, post_id=post.id, ground="unlawful"), "control"


def test_bob_may_not_and_mallory_finds_nothing(world, ann, bob, dan, mallory, steward):
    for subject in (things.open_topic(bob, world.cohort), things.message(bob, world.cohort)):
        about = {"post_id" if isinstance(subject, Post) else "message_id": subject.id}
        for person, refusal in ((dan, Forbidden), (bob, Forbidden), (mallory, NotFound), (steward, NotFound)):
            with pytest.raises(refusal):
                commands.purge(actor_id=person.id, **about, **PATIENT)
        assert commands.purge(actor_id=ann.id, **about, **PATIENT), "control: Ann may"


def test_nobody_purges_their_own(world, ann, carol):
    mine = things.open_topic(ann, world.cohort)
    with pytest.raises(Forbidden, match="yourself"):
        commands.purge(actor_id=ann.id, post_id=mine.id, **PATIENT)
    assert commands.purge(actor_id=carol.id, post_id=mine.id, **PATIENT), "control"


def test_the_second_is_told_who_did_it(world, ann, carol, post):
    first = commands.purge(actor_id=ann.id, post_id=post.id, **PATIENT)
    assert commands.purge(actor_id=ann.id, post_id=post.id, **PATIENT).id == first.id, "a double click"
    with pytest.raises(Conflict, match="Ann has already permanently removed this"):
        commands.purge(actor_id=carol.id, post_id=post.id, **PATIENT)
    with pytest.raises(Conflict, match="Ann has already permanently removed this"):
        commands.hide(actor_id=carol.id, post_id=post.id, reason="No")
    assert len(things.decisions()) == 1


def test_what_changed_meanwhile_is_read_again(world, ann, bob, post):
    forum.edit_post(actor_id=bob.id, post_id=post.id, text="Something else", version=post.version)
    with pytest.raises(Conflict, match="changed this while"):
        commands.purge(actor_id=ann.id, post_id=post.id, version=post.version, **PATIENT)


def test_it_can_be_neither_undone_nor_appealed_against(world, ann, post):
    decision = commands.purge(actor_id=ann.id, post_id=post.id, **PATIENT)
    assert not commands.is_undoable(decision)
    assert not commands.is_appealable(decision)
    with pytest.raises(NotFound):
        commands.undo(actor_id=ann.id, decision_id=decision.id)
    with pytest.raises(Conflict):
        commands.restore(actor_id=ann.id, post_id=post.id)
    assert things.again(post).state is State.PURGED


def test_what_was_reported_is_removed_by_its_review(world, ann, dan, post):
    review_id = things.reported(dan, post, "patient", f"{CANARY} was here")
    assert Verdict.PURGE in policy.offered(things.review_of(post))
    decision = commands.purge_reviewed(actor_id=ann.id, review_id=review_id, **PATIENT)
    assert decision.review_id == review_id
    review = things.review_of(post)
    assert (review.decided_at is not None, review.reports[0].reason) == (True, "")
    again = commands.purge_reviewed(actor_id=ann.id, review_id=review_id, **PATIENT)
    assert again.id == decision.id


def test_a_steward_removes_what_came_to_them(world, bob, steward):
    said = things.message(world.ann, world.set_a, TEXT)
    review_id = things.reported(bob, said)
    assert things.review_of(said).is_escalated
    assert commands.purge_reviewed(actor_id=steward.id, review_id=review_id, **PATIENT)
    assert things.again(said).state is State.PURGED


def test_a_hidden_topic_comes_back_without_its_words(world, ann, dan, post):
    words = things.reply(dan, post)
    commands.hide(actor_id=ann.id, post_id=post.id, reason="No")
    commands.purge(actor_id=ann.id, post_id=post.id, **PATIENT)
    topic = things.again(words).topic
    assert (topic.state, topic.title) == (TopicState.OPEN, UNTITLED)


def test_what_its_author_took_back_is_removed_too(world, ann, bob, post):
    words = things.reply(bob, post, TEXT)
    forum.remove_post(actor_id=bob.id, post_id=words.id)
    assert things.again(words).text == TEXT, "control: it is kept"
    commands.purge(actor_id=ann.id, post_id=words.id, **PATIENT)
    assert (things.again(words).text, things.again(words).state) == ("", State.PURGED)


def test_what_waits_is_removed_and_waits_no_more(world, ann, held):
    commands.purge(actor_id=ann.id, post_id=held.id, **PATIENT)
    post = things.again(held)
    assert (post.state, post.topic.state, post.position) == (State.PURGED, TopicState.REMOVED, None)
    assert db.session.scalar(sa.select(sa.func.count(Review.id)).where(Review.decided_at.is_(None))) == 0


def test_whoever_wrote_it_was_not_let_through_by_it(world, ann, bob):
    set_policy(world.cohort, Policy.OPEN)
    post = things.open_topic(bob, world.cohort)
    set_policy(world.cohort, Policy.FIRST_HELD)
    assert not is_held(bob, world.cohort), "control"
    commands.purge(actor_id=ann.id, post_id=post.id, **PATIENT)
    assert is_held(bob, world.cohort)


def test_open_pages_are_told(world, ann, bob, facts):
    post, said = things.open_topic(bob, world.cohort), things.message(bob, world.cohort)
    facts.clear()
    commands.purge(actor_id=ann.id, post_id=post.id, **PATIENT)
    commands.purge(actor_id=ann.id, message_id=said.id, **PATIENT)
    assert {type(fact).__name__ for fact in facts} >= {"PostChanged", "TopicChanged", "MessageChanged"}


def test_the_log_names_no_word_of_it(world, ann, dan, caplog):
    before = remains.carried(world, dan)
    caplog.clear()
    with caplog.at_level("DEBUG", logger="cop"):
        commands.purge(actor_id=ann.id, post_id=before.post.id, **PATIENT)
    assert caplog.records, "control: something is logged"
    assert not [record for record in caplog.records if CANARY in str(vars(record))]
    assert not [each for each in db.session.scalars(sa.select(Decision)) if CANARY in each.reason]


def found_words():
    return set(db.session.scalars(sa.select(SearchWord.word)))


def test_a_form_of_a_word_that_only_it_had_is_forgotten(world, ann, bob, dan):
    post = opened(bob, world.cohort, "Their zebras came home")
    opened(dan, world.cohort, "One zebra came home")
    remains.index()
    assert found_words() >= {"zebra", "zebras"}, "control"
    commands.purge(actor_id=ann.id, post_id=post.id, **PATIENT)
    assert "zebras" not in found_words()
    assert found_words() >= {"zebra", "home"}, "others have these"


def test_a_note_of_a_word_to_be_counted_is_forgotten(world, ann, bob):
    post = opened(bob, world.cohort, "Nothing yet")
    remains.index()
    forum.edit_post(actor_id=bob.id, post_id=post.id, text=TEXT, version=1)
    assert "search_gained" in remains.tables_with(CANARY), "control"
    commands.purge(actor_id=ann.id, post_id=post.id, **PATIENT)
    assert remains.tables_with(CANARY) == set()


def test_the_index_does_not_keep_what_it_noted_as_deleted(world, ann, bob):
    post = opened(bob, world.cohort, TEXT)
    commands.purge(actor_id=ann.id, post_id=post.id, **PATIENT)
    assert remains.tables_with(CANARY) == set()


def opened(person, space, text):
    return forum.open_topic(actor_id=person.id, space_id=space.id, title="On something", text=text, key=key())
