"""The list of words of a space: kept by its moderators, each change of it a decision."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Forbidden, Invalid, NotFound
from cop.models import Decision, Effect, ListedWord, Space, Verdict
from cop.models import listed_words as model
from cop.spaces import commands
from cop.spaces.commands import words
from cop.spaces.queries.words import word_in, words_of
from cop.wordlists import LONGEST


@pytest.fixture
def put(world, ann):
    """`put("foo", Effect.WARN)`: Ann lists a word in the cohort."""
    return lambda phrase, effect=Effect.HOLD, said="": commands.list_word(
        actor_id=ann.id, space_id=world.cohort.id, phrase=phrase, effect=effect, replacement=said
    )


def listed(world) -> list[tuple[str, str, str]]:
    db.session.expire_all()
    assert db.get(Space, world.cohort.id).listed == len(words_of(world.cohort)), "the count is right"
    return [(each.phrase, each.effect.value, each.replacement) for each in words_of(world.cohort)]


def decided() -> list[tuple[Verdict, str]]:
    made = db.session.scalars(sa.select(Decision).order_by(Decision.id))
    return [(each.verdict, each.reason) for each in made]


def test_words_are_listed_in_their_order_and_each_is_a_decision(world, put, ann):
    put("  Zebra   crossing ")
    put("cost*", Effect.WARN)
    put("Foo", Effect.REPLACE, "bar")
    put("baz", Effect.REPLACE)
    assert listed(world) == [
        ("baz", "replace", ""),
        ("cost*", "warn", ""),
        ("Foo", "replace", "bar"),
        ("Zebra crossing", "hold", ""),
    ]
    assert decided() == [
        (Verdict.LIST_WORD, "“Zebra crossing” waits for a moderator."),
        (Verdict.LIST_WORD, "“cost*” is asked about."),
        (Verdict.LIST_WORD, "“Foo” is replaced by “bar”."),
        (Verdict.LIST_WORD, "“baz” is replaced by ▮▮▮."),
    ]
    assert set(db.session.scalars(sa.select(Decision.actor_id))) == {ann.id}


def test_a_repeat_is_harmless_and_another_effect_a_change(world, put):
    first = put("foo", Effect.WARN).id
    assert put("FOO", Effect.WARN, "not said").id == first, "case makes no difference"
    assert put("foo", Effect.REPLACE, "bar").id == first
    assert listed(world) == [("foo", "replace", "bar")]
    assert [reason for _, reason in decided()] == ["“foo” is asked about.", "“foo” is replaced by “bar”."]


def test_a_word_is_taken_off_the_list(world, put, ann):
    word = put("foo")
    put("bar")
    commands.unlist_word(actor_id=ann.id, word_id=word.id)
    assert listed(world) == [("bar", "hold", "")]
    assert decided()[-1] == (Verdict.UNLIST_WORD, "“foo”")
    with pytest.raises(NotFound):
        commands.unlist_word(actor_id=ann.id, word_id=word.id)


def test_another_space_has_a_list_of_its_own(world, put, ann):
    word = put("foo")
    commands.list_word(actor_id=ann.id, space_id=world.set_a.id, phrase="foo", effect=Effect.WARN)
    assert listed(world) == [("foo", "hold", "")]
    there = [
        db.session.scalars(word_in(space, word.id)).one_or_none() for space in (world.cohort, world.set_a)
    ]
    assert [each is not None for each in there] == [True, False]


@pytest.mark.parametrize("phrase", ["", "  ", "*", "a.b", "a b c d e f", "x" * (LONGEST + 1), "C++"])
def test_what_is_no_plain_word_is_refused(world, put, phrase):
    with pytest.raises(Invalid) as refused:
        put(phrase)
    assert refused.value.field == "phrase"
    assert listed(world) == []


@pytest.mark.parametrize("said", ["foo", "a FOO b", "the bars", "x" * (LONGEST + 1)])
def test_nothing_is_replaced_by_what_is_replaced_itself(world, put, said):
    put("bar*", Effect.REPLACE)
    put("held", Effect.HOLD)
    with pytest.raises(Invalid) as refused:
        put("foo", Effect.REPLACE, said)
    assert refused.value.field == "replacement"
    assert put("foo", Effect.REPLACE, "held food").replacement == "held food", "control"


def test_a_list_has_an_end(world, put, monkeypatch):
    monkeypatch.setattr(words, "MOST_IN_A_SPACE", 2)
    put("one")
    put("two")
    with pytest.raises(Invalid) as refused:
        put("three")
    assert refused.value.field == "phrase"
    assert put("two", Effect.WARN).effect is Effect.WARN, "those that are there can be changed"
    assert model.MOST_IN_A_SPACE == 200


def test_only_moderators_keep_it(world, put, bob, mallory):
    word, about = put("foo"), {"space_id": world.cohort.id, "phrase": "bar", "effect": Effect.HOLD}
    for person, refusal in ((bob, Forbidden), (world.staff, Forbidden), (mallory, NotFound)):
        with pytest.raises(refusal):
            commands.list_word(actor_id=person.id, **about)
        with pytest.raises(refusal):
            commands.unlist_word(actor_id=person.id, word_id=word.id)
    assert listed(world) == [("foo", "hold", "")]


def test_nobody_keeps_one_of_a_conversation(world, ann, bob):
    space = commands.start_conversation(actor_id=ann.id, person_ids=[bob.id])
    with pytest.raises(Forbidden):
        commands.list_word(actor_id=ann.id, space_id=space.id, phrase="foo", effect=Effect.HOLD)
    assert db.session.scalar(sa.select(sa.func.count(ListedWord.id))) == 0
