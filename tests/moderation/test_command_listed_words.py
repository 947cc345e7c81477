"""Listed words on every way in of a space: what has one waits, is asked about, or says another, moderators' apart."""

import pytest
import sqlalchemy as sa

from cop import db, guarding
from cop.chat import commands as chat
from cop.errors import Conflict, Doubtful, Invalid, Questioned, TooFast
from cop.forum import commands as forum
from cop.forum.commands.drafts import Begun
from cop.forum.commands.editing import Retitling
from cop.identifiers import Detector
from cop.models import (
    Effect,
    Finding,
    ForumDraft,
    ListedWord,
    Message,
    Policy,
    Post,
    PostRevision,
    Review,
    ReviewKind,
    Sheet,
    State,
    Topic,
    TopicState,
)
from cop.models import wording as model
from cop.moderation import commands, queries
from cop.moderation.commands import findings
from cop.policy import load_actor
from cop.spaces import commands as spaces
from tests.moderation import things
from tests.people import key, rest, set_policy


@pytest.fixture
def opening(world, bob):
    return things.open_topic(bob, world.cohort)


@pytest.fixture
def ways(world, opening):
    """Every way in by which somebody can write `words` in the cohort: name -> (person, words) -> what was written."""

    def open_topic(person, title, text):
        return forum.open_topic(
            actor_id=person.id, space_id=world.cohort.id, title=title, text=text, key=key()
        )

    def reply(person, words):
        return forum.post_reply(actor_id=person.id, topic_id=opening.topic_id, text=words, key=key())

    def say(person, words):
        return chat.send_message(actor_id=person.id, slug=world.cohort.slug, text=words, key=key())

    def edit(person, words):
        mine = things.reply(person, opening)
        return forum.edit_post(actor_id=person.id, post_id=mine.id, text=words, version=1)

    def retitle(person, words):
        mine = things.open_topic(person, world.cohort, text="A text")
        retitling = Retitling(title=words, seen="Costing")
        about = {"actor_id": person.id, "post_id": mine.id, "version": 1}
        return forum.edit_post(**about, text="A text", retitling=retitling)

    def rename(person, words):
        mine = things.open_topic(person, world.cohort)
        return forum.rename_topic(actor_id=person.id, topic_id=mine.topic_id, title=words)

    def edit_line(person, words):
        mine = things.message(person, world.cohort)
        about = {"actor_id": person.id, "message_id": mine.id, "changed": mine.changed}
        return chat.edit_message(**about, text=words)

    new = {
        "title": lambda person, words: open_topic(person, words, "A text"),
        "text of a topic": lambda person, words: open_topic(person, "A title", words),
        "reply": reply,
        "line": say,
    }
    of_what_can_be_read = {
        "edit": edit,
        "edited title": retitle,
        "new title": rename,
        "edited line": edit_line,
    }
    return new, of_what_can_be_read


def said(subject) -> str:
    """What it says, and its topic with it."""
    if isinstance(subject, Topic):
        return subject.title
    title = subject.topic.title if isinstance(subject, Post) else ""
    return f"{title}\n{subject.text}\n{subject.html}"


def kept() -> list[str]:
    """All words that anybody could read, or a moderator, or an earlier text."""
    columns = (Post.text, Post.html, Message.text, Message.html, Topic.title, PostRevision.text)
    return [words for column in columns for words in db.session.scalars(sa.select(column))]


def test_what_is_replaced_is_never_kept_on_any_way_in(ways, put, bob):
    put("foo*", Effect.REPLACE, "something")
    put("bar", Effect.REPLACE)
    for name, write in (ways[0] | ways[1]).items():
        written = write(bob, "Of Fooling and BAR")
        assert "Of something and ▮▮▮" in said(written), name
    assert not [words for words in kept() if "foo" in words.lower() or "bar" in words.lower()]


def test_what_waits_for_a_word_says_which(ways, put, ann, bob):
    put("Foo*", Effect.HOLD)
    for name, write in ways[0].items():
        subject = write(bob, "Of fooling")
        assert subject.state is State.HELD, name
        (review,) = queries.queue(load_actor(ann.id)).rows
        (finding,) = review.findings
        assert (review.kind, finding.detector, finding.word) == (
            ReviewKind.HELD,
            Detector.HELD_WORD,
            "Foo*",
        ), name
        commands.release(actor_id=ann.id, review_id=review.id)
        assert things.again(subject).state is State.RELEASED
    assert write(bob, "Of food and fo").state is State.HELD, "any ending"
    assert write(bob, "Of fo").state is State.RELEASED, "control"


def test_what_can_be_read_cannot_wait_and_stays_as_it_is(ways, put, bob):
    put("foo", Effect.HOLD)
    for name, write in ways[1].items():
        with pytest.raises(Invalid) as refused:
            write(bob, "Of foo")
        assert refused.value.field in {"text", "title"}, name
        assert not isinstance(refused.value, Doubtful), name
    assert not [words for words in kept() if "foo" in words]
    assert db.session.scalar(sa.select(sa.func.count(Review.id))) == 0


def test_what_waits_already_goes_on_waiting_with_one_word_more(world, put, ann, bob):
    put("foo", Effect.HOLD)
    put("bar", Effect.HOLD)
    post = forum.open_topic(actor_id=bob.id, space_id=world.cohort.id, title="T", text="A foo", key=key())
    for text in ("A foo, a bar", "No foo but a bar"):
        version = things.again(post).version
        forum.edit_post(actor_id=bob.id, post_id=post.id, text=text, version=version)
    (review,) = queries.queue(load_actor(ann.id)).rows
    assert [each.word for each in review.findings] == ["foo", "bar"]
    line = chat.send_message(actor_id=bob.id, slug=world.cohort.slug, text="foo", key=key())
    chat.edit_message(actor_id=bob.id, message_id=line.id, text="bar", changed=None)
    assert [each.word for each in things.review_of(line).findings] == ["foo", "bar"]


def test_what_a_moderator_let_through_can_be_edited_and_holds_nothing_anew(world, put, ann, bob):
    put("foo", Effect.HOLD)
    post = forum.open_topic(actor_id=bob.id, space_id=world.cohort.id, title="T", text="A foo", key=key())
    commands.release(actor_id=ann.id, review_id=things.review_of(post).id)
    edited = forum.edit_post(
        actor_id=bob.id, post_id=post.id, text="A foo, corrected", version=things.again(post).version
    )
    assert (edited.state, edited.text) == (State.RELEASED, "A foo, corrected")


def test_its_author_is_asked_and_moderators_read_the_answer(ways, put, ann, bob):
    put("foo", Effect.WARN)
    for name, write in (ways[0] | ways[1]).items():
        rest()
        with pytest.raises(Questioned) as asked:
            write(bob, "Of Foo")
        assert "“foo”" in asked.value.message, name
        with guarding.confirming(False, means_it=True):
            subject = write(bob, "Of Foo")
        assert "Of Foo" in said(subject), name
        assert subject.state in {State.RELEASED, TopicState.OPEN}, name
        newest = db.session.scalars(sa.select(Finding).order_by(Finding.id.desc())).first()
        assert (newest.detector, newest.word, newest.person_id) == (Detector.ASKED_WORD, "foo", bob.id), name
        assert newest.review.kind is ReviewKind.FINDING
    assert len(queries.queue(load_actor(ann.id)).rows) == len(ways[0] | ways[1])


def test_to_say_that_it_is_no_patients_is_not_to_mean_a_word(ways, put, bob):
    put("foo", Effect.WARN)
    for name, write in ways[0].items():
        rest()
        with guarding.confirming(True), pytest.raises(Questioned):
            write(bob, "Foo DOB 01/02/1950")
        with guarding.confirming(False, means_it=True), pytest.raises(Doubtful) as asked:
            write(bob, "Foo DOB 01/02/1950")
        assert not isinstance(asked.value, Questioned), name
        with guarding.confirming(True, means_it=True):
            write(bob, "Foo DOB 01/02/1950")
    both = db.session.scalars(sa.select(Review)).all()
    assert [{each.detector for each in review.findings} for review in both] == [
        {Detector.ASKED_WORD, Detector.DATE_OF_BIRTH}
    ] * len(ways[0])


def test_who_confirms_again_and_again_is_stopped(ways, put, bob):
    put("foo", Effect.WARN)
    write = ways[0]["line"]
    with guarding.confirming(False, means_it=True):
        for _ in range(findings.BURST):
            write(bob, "foo")
        with pytest.raises(TooFast):
            write(bob, "foo")


def test_moderators_write_what_they_like(ways, put, ann):
    put("held", Effect.HOLD)
    put("asked", Effect.WARN)
    put("replaced", Effect.REPLACE)
    for name, write in (ways[0] | ways[1]).items():
        subject = write(ann, "held asked replaced")
        assert "held asked replaced" in said(subject), name
        assert subject.state in {State.RELEASED, TopicState.OPEN}, name


def test_neither_conversations_nor_other_spaces_have_this_list(world, put, ann, bob):
    put("foo", Effect.REPLACE)
    space = spaces.start_conversation(actor_id=bob.id, person_ids=[ann.id], text="A foo", key=key())
    assert db.session.scalars(sa.select(Message.text).where(Message.space_id == space.id)).one() == "A foo"
    for slug in (space.slug, world.set_a.slug):
        assert chat.send_message(actor_id=bob.id, slug=slug, text="foo", key=key()).text == "foo"


def test_the_strictest_holds_where_words_lie_within_each_other(ways, put, bob):
    put("foo", Effect.REPLACE)
    put("foo bar", Effect.HOLD)
    held = ways[0]["reply"](bob, "A foo bar")
    assert (held.state, held.text) == (State.HELD, "A ▮▮▮ bar")


def test_a_repeat_under_its_key_is_the_same_whatever_was_replaced(world, put, bob, opening):
    put("foo", Effect.REPLACE)
    line = {"actor_id": bob.id, "slug": world.cohort.slug, "text": "A foo", "key": key()}
    reply = {"actor_id": bob.id, "topic_id": opening.topic_id, "text": "A foo", "key": key()}
    topic = {"actor_id": bob.id, "space_id": world.cohort.id, "title": "Foo", "text": "A foo", "key": key()}
    for write, about in (
        (chat.send_message, line),
        (forum.post_reply, reply),
        (forum.open_topic, topic),
    ):
        first = write(**about)
        assert write(**about).id == first.id
        with pytest.raises(Conflict):
            write(**about | {"text": first.text})
    put("bar", Effect.REPLACE)
    assert chat.send_message(**line).text == "A ▮▮▮", "whatever the list has become"


def test_an_edit_that_says_the_same_once_replaced_changes_nothing(put, bob, opening):
    put("foo", Effect.REPLACE)
    for _ in range(2):
        edited = forum.edit_post(actor_id=bob.id, post_id=opening.id, text="A foo", version=1)
        assert (edited.text, edited.version) == ("A ▮▮▮", 2)


def test_what_was_begun_is_spent_by_what_was_sent(world, put, bob, opening):
    put("foo", Effect.REPLACE)
    sheet = Sheet("topic_id", opening.topic_id)
    forum.keep_draft(actor_id=bob.id, sheet=sheet, begun=Begun(text="A foo"))
    forum.post_reply(actor_id=bob.id, topic_id=opening.topic_id, text="A foo", key=key())
    assert db.session.scalar(sa.select(sa.func.count(ForumDraft.id))) == 0


def test_what_grows_too_long_is_refused_with_its_words_kept(ways, put, bob):
    put("foo", Effect.REPLACE, "x" * 60)
    with pytest.raises(Invalid) as refused:
        ways[0]["title"](bob, "foo foo foo")
    assert refused.value.field == "title"
    assert "x" * 60 in said(ways[0]["title"](bob, "foo foo")), "control"


def test_a_list_that_changes_all_the_time_ends_in_a_conflict(put, bob, ways, monkeypatch):
    put("foo", Effect.REPLACE)
    turns = iter(range(100))
    monkeypatch.setattr(model.Rules, "reworded", lambda _self, text: f"{text} {next(turns)}")
    with pytest.raises(Conflict):
        ways[0]["line"](bob, "foo")
    assert next(turns) == model.TRIES


def test_where_all_is_held_a_word_is_shown_too(world, ways, put, bob):
    put("foo", Effect.HOLD)
    set_policy(world.cohort, Policy.ALL_HELD)
    held = ways[0]["line"](bob, "foo")
    assert [each.word for each in things.review_of(held).findings] == ["foo"]


def test_without_a_list_nothing_more_is_asked_and_with_one_it_is_asked_for_once(
    world, ways, put, bob, count_queries
):
    def cost() -> dict[str, int]:
        counted = {}
        for name, write in ways[0].items():
            write(bob, "Good morning")
            with count_queries() as queries:
                write(bob, "Good morning")
            counted[name] = len(queries)
            asked = [each for each in queries if "listed_word" in each]
            assert len(asked) == (1 if is_listed else 0), name
        return counted

    is_listed = False
    without = cost()
    word = put("foo", Effect.HOLD)
    is_listed = True
    assert cost() == {name: number + 1 for name, number in without.items()}
    spaces.unlist_word(actor_id=world.ann.id, word_id=word.id)
    is_listed = False
    assert cost() == without
    assert db.session.scalar(sa.select(sa.func.count(ListedWord.id))) == 0
