"""Words are taken out of all that a contribution says, said and is quoted with; the rest stays, and it stays so."""

import pytest

from cop import db, policy
from cop.chat import commands as chat
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.forum import commands as forum
from cop.models import Policy, Post, State, Verdict
from cop.models.changes import MARK, TakenOut
from cop.moderation import commands, queries
from cop.quoting import quote_from
from cop.search.queries import matching
from tests.moderation import remains, things
from tests.moderation.remains import CANARY
from tests.people import key, set_policy

TEXT = "Our matron Zebedee Quux was late. Ask zebedee\nquux yourself."
WORDS = "Zebedee Quux"
WHY = {"ground": "patient", "reason": "It names somebody"}


@pytest.fixture
def post(world):
    return things.open_topic(world.bob, world.cohort, TEXT, f"On {WORDS}")


def test_all_places_go_and_the_rest_stays(world, ann, bob, post, facts):
    decision = commands.redact(actor_id=ann.id, post_id=post.id, words=WORDS, version=1, **WHY)
    now = things.again(post)
    assert now.text == f"Our matron {MARK} was late. Ask {MARK} yourself."
    assert now.topic.title == f"On {MARK}"
    assert (now.state, now.version, now.edited_at is not None) == (State.RELEASED, 2, True)
    assert "Zebedee" not in now.html
    assert now.revisions == []
    assert (decision.verdict, decision.reason) == (Verdict.REDACT, "It names somebody")
    assert {type(fact).__name__ for fact in facts} >= {"PostChanged", "TopicChanged", "LetterWritten"}
    assert [each.id for each in queries.about_me(policy.load_actor(bob.id)).rows] == [decision.id]


def test_no_table_has_them_any_more(world, ann, dan):
    before = remains.carried(world, dan)
    assert remains.tables_with(CANARY) >= {"post", "post_revision", "topic", "search_word"}, "control"
    commands.redact(actor_id=ann.id, post_id=before.post.id, words=CANARY, **WHY)
    assert remains.tables_with(CANARY) == set()
    post, quoting = things.again(before.post), things.again(before.quoting)
    assert post.text.startswith(f"The {MARK} patient came back")
    assert f"> The {MARK} patient came back" in quoting.text
    assert quoting.quoted_ids == [post.id], "it is a quotation still"
    assert len(post.revisions) == 1


def test_of_a_line_neither(world, ann, dan, facts):
    before = remains.said(world, dan)
    facts.clear()
    commands.redact(actor_id=ann.id, message_id=before.line.id, words=CANARY, **WHY)
    assert remains.tables_with(CANARY) == set()
    line = things.again(before.line)
    assert (line.text[: len(MARK) + 4], len(line.marks)) == (f"The {MARK}", 1)
    assert "MessageChanged" in {type(fact).__name__ for fact in facts}


def test_what_others_say_themselves_is_theirs(world, ann, dan, post):
    quotation = quote_from(f"/posts/{post.id}", TEXT, name="Bob")
    words = f"{quotation}I know {WORDS} as well."
    answer = forum.post_reply(actor_id=dan.id, topic_id=post.topic_id, text=words, key=key())
    commands.redact(actor_id=ann.id, post_id=post.id, words=WORDS, **WHY)
    assert things.again(answer).text.count(MARK) == 2
    assert things.again(answer).text.endswith(f"I know {WORDS} as well.")


def test_it_is_found_by_what_is_left_alone(world, ann, bob):
    post = forum.open_topic(actor_id=bob.id, space_id=world.cohort.id, title="T", text=TEXT, key=key())
    commands.redact(actor_id=ann.id, post_id=post.id, words=WORDS, **WHY)

    def finds(stem):
        match = matching.Match(((stem,),))
        query = db.sa.select(matching.SearchEntry.id).select_from(match.source()).where(match.condition())
        return db.session.scalar(query) is not None

    assert finds("matron"), "control"
    assert not finds("quux")


def test_what_is_only_in_an_earlier_text_goes_too(world, ann, bob, post):
    forum.edit_post(actor_id=bob.id, post_id=post.id, text="Nothing to see", version=1)
    commands.redact(actor_id=ann.id, post_id=post.id, words="was late", **WHY)
    [past] = things.again(post).revisions
    assert past.text.startswith(f"Our matron {WORDS} {MARK}.")


def test_an_edit_that_was_begun_before_brings_nothing_back(world, ann, bob, post):
    commands.redact(actor_id=ann.id, post_id=post.id, words=WORDS, **WHY)
    with pytest.raises(Conflict):
        forum.edit_post(actor_id=bob.id, post_id=post.id, text=f"{TEXT} Yes.", version=1)


def test_a_repeat_of_its_key_stays_a_repeat(world, ann, bob):
    sent = {"actor_id": bob.id, "slug": world.cohort.slug, "text": TEXT, "key": "a" * 32}
    line = chat.send_message(**sent)
    commands.redact(actor_id=ann.id, message_id=line.id, words=WORDS, **WHY)
    assert chat.send_message(**sent).id == line.id


@pytest.mark.parametrize(
    ("words", "field"), [("Z", "words"), (" ", "words"), (TEXT, "words"), ("it names", "reason")]
)
def test_what_is_too_short_or_all_of_it_is_refused(world, ann, post, words, field):
    with pytest.raises(Invalid) as refused:
        commands.redact(actor_id=ann.id, post_id=post.id, words=words, **WHY)
    assert refused.value.field == field
    assert things.again(post).text == TEXT


def test_what_is_not_there_is_a_conflict(world, ann, post):
    for words in ("Nobody Else", "Zebedee Quu x"):
        with pytest.raises(Conflict, match="not in it"):
            commands.redact(actor_id=ann.id, post_id=post.id, words=words, **WHY)
    commands.redact(actor_id=ann.id, post_id=post.id, words=WORDS, **WHY)
    with pytest.raises(Conflict, match="not any more"):
        commands.redact(actor_id=ann.id, post_id=post.id, words=WORDS, **WHY)


def test_a_reason_is_asked_for_and_guarded(world, ann, post):
    for reason in (" ", "NHS number 999 000 1383"):
        with pytest.raises(Invalid):
            commands.redact(actor_id=ann.id, post_id=post.id, words=WORDS, ground="other", reason=reason)
    assert things.again(post).text == TEXT


def test_bob_may_not_and_mallory_finds_nothing(world, ann, bob, dan, mallory):
    for subject in (things.open_topic(bob, world.cohort, TEXT), things.message(bob, world.cohort, TEXT)):
        about = {"post_id" if isinstance(subject, Post) else "message_id": subject.id, "words": WORDS} | WHY
        for person, refusal in ((dan, Forbidden), (bob, Forbidden), (mallory, NotFound)):
            with pytest.raises(refusal):
                commands.redact(actor_id=person.id, **about)
        assert commands.redact(actor_id=ann.id, **about), "control: Ann may"


def test_what_has_no_readers_has_no_words_to_take_out(world, ann, bob, held):
    with pytest.raises(Conflict, match="no words"):
        commands.redact(actor_id=ann.id, post_id=held.id, words="something", **WHY)
    set_policy(world.cohort, Policy.OPEN)
    post = things.open_topic(bob, world.cohort, TEXT)
    commands.purge(actor_id=ann.id, post_id=post.id, ground="patient")
    with pytest.raises(Conflict, match="no words"):
        commands.redact(actor_id=ann.id, post_id=post.id, words=WORDS, **WHY)


def test_what_was_reported_is_redacted_by_its_review(world, ann, dan, post):
    review_id = things.reported(dan, post, "unkind", f"It is about {WORDS}")
    given = {"actor_id": ann.id, "review_id": review_id, "words": WORDS} | WHY
    decision = commands.redact_reviewed(**given)
    assert decision.review_id == review_id
    review = things.review_of(post)
    assert (review.decided_at is not None, review.reports[0].reason) == (True, f"It is about {MARK}")
    assert commands.redact_reviewed(**given).id == decision.id, "a double click"


def test_a_steward_redacts_what_came_to_them(world, bob, steward):
    said = things.message(world.ann, world.set_a, TEXT)
    review_id = things.reported(bob, said)
    commands.redact_reviewed(actor_id=steward.id, review_id=review_id, words=WORDS, **WHY)
    assert "Quux" not in things.again(said).text


def test_it_can_be_neither_undone_nor_appealed_against(world, ann, post):
    decision = commands.redact(actor_id=ann.id, post_id=post.id, words=WORDS, **WHY)
    assert not commands.is_undoable(decision)
    assert not commands.is_appealable(decision)


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("> a Zebedee\n> Quux b", f"> a {MARK} b"),
        ("ZEBEDEE   QUUX's", f"{MARK}'s"),
        ("Zebedee. Quux", "Zebedee. Quux"),
    ],
)
def test_words_are_found_over_the_end_of_a_line(text, becomes):
    assert TakenOut(WORDS)(text) == becomes
