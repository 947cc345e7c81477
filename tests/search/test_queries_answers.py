"""How an answer is narrowed down, ordered, counted, guessed and shown."""

import string
from datetime import timedelta

import pytest

from cop import clock, db, stems
from cop.chat import commands as chat
from cop.db import session
from cop.models import SearchEntry, SearchWord
from cop.search import queries
from cop.search.queries import results
from cop.search.queries.showing import excerpt
from tests.people import World, key
from tests.search.conftest import asked, caught_up, found, ids


@db.command
def known(**counts: int) -> None:
    """Let the table of words say that so many entries have a word."""
    for word, count in counts.items():
        session.merge(SearchWord(word=word, stem=stems.stem(word), count=count))
    session.merge(SearchWord(word="", stem="", count=max(counts.values())))


def test_it_is_narrowed_down_by_space_author_kind_and_day(world, start, reply, ann, bob):
    post = start(bob, "Costing", "pharmacy")
    answer = reply(ann, post.topic_id, "pharmacy")
    inner = start(bob, "Pharmacy", space=world.set_a)
    said = chat.send_message(actor_id=bob.id, slug="cohort-1", text="pharmacy", key=key())
    caught_up()
    everything = {("post", post.id), ("post", answer.id), ("post", inner.id), ("message", said.id)}
    assert ids(bob, "pharmacy") == everything
    assert ids(bob, "pharmacy", space="cohort-1-set-a") == {("post", inner.id)}
    assert ids(bob, "pharmacy", author="AN") == {("post", answer.id)}
    assert ids(bob, "pharmacy", author="%") == set()
    assert ids(bob, "pharmacy", kind="message") == {("message", said.id)}
    assert ids(bob, "pharmacy", kind="topic") == {("post", inner.id)}
    assert ids(bob, "pharmacy", kind="post") == everything - {("message", said.id)}
    assert ids(bob, "pharmacy", kind="person") == set()
    now = clock.now()
    assert ids(bob, "pharmacy", since=now) == everything
    assert ids(bob, "pharmacy", until=now) == set()
    assert ids(bob, "pharmacy", since=now + timedelta(days=1)) == set()


def test_a_space_that_one_can_not_read_narrows_down_to_nothing(start, bob, mallory):
    start(bob, "Costing")
    assert ids(bob, "costing", space="cohort-1")
    assert ids(mallory, "costing", space="cohort-1") == set()


def test_a_common_word_comes_newest_first_and_a_rare_one_by_rank(start, reply, bob):
    post = start(bob, "Hospital", "hospital")
    with clock.at(clock.now() + timedelta(minutes=1)):
        newest = reply(bob, post.topic_id, "the hospital " + "of another place " * 30)
    by_rank = [each.post.id for each in asked(bob, "hospital")]
    assert by_rank == [post.id, newest.id]
    known(hospital=5_000)
    finding = found(bob, "hospital")
    assert finding.is_newest_first
    assert [each.post.id for each in asked(bob, "hospital")] == [newest.id, post.id]
    assert not found(bob, "hospital another").is_newest_first, "one rare word is enough"


def test_counts_end_at_two_hundred(start, reply, bob, mallory, monkeypatch):
    monkeypatch.setattr("cop.search.queries.finding.MOST", 3)
    post = start(bob, "Costing", "hospital")
    for number in range(2):
        reply(bob, post.topic_id, f"hospital {number}")
    assert (found(bob, "hospital").count, found(bob, "hospital").is_all) == (3, True)
    reply(bob, post.topic_id, "hospital")
    assert (found(bob, "hospital").count, found(bob, "hospital").is_all) == (3, False)
    assert found(mallory, "hospital").count == 0


@pytest.mark.parametrize("order", ["aaaaab", "baaaaa", "abcabcabc", "ccbbaa", "aab", "ab", "bbbcccaaa"])
def test_the_newest_of_all_are_found_however_they_lie_in_spaces(world, start, bob, monkeypatch, order):
    monkeypatch.setattr("cop.search.queries.finding.MOST", 3)
    places = {"a": world.cohort, "b": world.set_a, "c": world.network}
    posts = [start(bob, "Hospital", "hospital", space=places[place]).id for place in order]
    known(hospital=5_000)
    finding = found(bob, "hospital")
    assert finding.is_newest_first
    entries = [session.get_one(SearchEntry, each).post_id for each in finding.written]
    assert entries == posts[::-1][:4]


def test_a_guess_shows_words_as_they_stand_in_what_one_may_read(world, start, bob, mallory):
    start(bob, "Costing", "The pharmacies of the county")
    start(mallory, "Secrets", "pharmacyish", space=world.other)
    caught_up()
    guess = found(bob, "pharmcies")
    assert guess.is_guessed
    assert [hit for each in asked(bob, "pharmcies") for hit in each.hits] == ["pharmacies"]
    assert [hit for each in asked(mallory, "pharmcyish") for hit in each.hits] == ["pharmacyish"]
    assert asked(bob, "pharmcyish") == []


def test_a_word_that_only_others_may_read_is_answered_as_one_that_there_is_not(world, start, bob, mallory):
    start(bob, "Costing", "pharmacy")
    start(mallory, "Secrets", "pharmaca", space=world.other)
    caught_up()
    answers = [
        [(each.post.id, tuple(each.hits)) for each in asked(bob, word)] for word in ("pharmaca", "pharmacx")
    ]
    assert answers[0] == answers[1] != []


@pytest.mark.parametrize("text", ["", "  ", "!!!", "'\"*", ":*"])
def test_no_words_find_nothing(start, bob, text, count_queries):
    start(bob, "Costing")
    with count_queries() as statements:
        assert not found(bob, text)
    assert len(statements) == 1  # their standing


def test_little_words_are_asked_for_only_where_there_are_no_others(start, bob):
    post = start(bob, "Costing", "pharmacy")
    assert ids(bob, "the pharmacy") == {("post", post.id)}
    assert ids(bob, "the") == set()


def test_at_most_eight_words_count(start, bob):
    post = start(bob, "Costing", "one two three four five six seven eight")
    assert ids(bob, "one two three four five six seven eight nine ten") == {("post", post.id)}


def test_an_excerpt_begins_a_little_before_the_first_hit_and_is_cut_between_words():
    text = "word " * 60 + "needle " + "word " * 60
    pieces = excerpt(text, frozenset({"needl"}))
    shown = "".join(part for part, _ in pieces)
    assert shown.startswith("… word")
    assert shown.endswith("word …")
    assert ("needle", True) in pieces
    assert len(shown) < 340
    assert excerpt("no such word", frozenset({"needl"})) == [("no such word", False)]
    assert excerpt("", frozenset({"needl"})) == []


def test_a_page_costs_one_query_and_the_second_goes_on(start, bob, monkeypatch, count_queries):
    monkeypatch.setattr("cop.search.queries.showing.PAGE", 2)
    for number in range(3):
        start(bob, f"Costing {number}")
    finding = found(bob, "costing")
    with count_queries() as statements:
        first, _ = results(finding)
    second, _ = results(finding, page=2)
    assert len(statements) == 1
    assert (len(first), len(second)) == (2, 1)
    assert queries.results(finding, page=9) == ([], [])


@pytest.mark.parametrize("typed", ["zorb", "zorbz", "zorbzzee"])
def test_no_word_takes_the_place_of_another(world: World, start, ann, mallory, typed):
    """Or by what is missing one could read which words stand in spaces of others (S22)."""
    decoys = " ".join(f"zorbzz{letter}" for letter in string.ascii_lowercase)
    start(mallory, "Decoys", decoys, space=world.other)
    caught_up()
    before = asked(mallory, typed)
    hidden = " ".join(f"zorb{letter}zz zorbz{letter}a" for letter in string.ascii_lowercase)
    with clock.at(clock.now() + timedelta(hours=1)):
        start(ann, "Sealed", hidden, space=world.set_a)
        caught_up()
    after = asked(mallory, typed)
    assert before
    assert [each.hits for each in after] == [each.hits for each in before]
    assert asked(ann, typed)
