"""Polls are found with the topic in which they stand, by what they ask, offer and have come to, as it is now (S22)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from runpy import run_path

import pytest
import sqlalchemy as sa

from cop import db, migrations
from cop.db import session
from cop.forum import commands as forum
from cop.forum.commands import Choice
from cop.models import Person, PollKind, Post, RoleName, SearchWord, findable
from tests.forum.test_command_polls import ask, paper
from tests.people import World, join
from tests.search.conftest import asked, caught_up, found, ids

Start = Callable[..., Post]

(MIGRATION,) = (Path(migrations.__file__).parent / "versions").glob("*_polls_are_found.py")
OF_NO_STEMMER = run_path(str(MIGRATION))["OF_NO_STEMMER"]

PLACES = paper("Leeds", "Sheffield", question="Where is the summit?")


def come_to(person: Person, poll_id: int, text: str, version: int = 0) -> None:
    forum.write_outcome(actor_id=person.id, poll_id=poll_id, text=text, version=version)


def excerpt(person: Person, text: str) -> str:
    (result,) = asked(person, text)
    return "".join(part for part, _ in result.excerpt)


@pytest.fixture
def opening(start: Start, bob: Person) -> Post:
    """Bob's topic, which asks where the summit is."""
    post = start(bob, "Costing", "How?")
    ask(bob, post.topic_id, PLACES)
    return post


def test_question_and_options_lead_to_the_topic_and_mallory_nowhere(opening, ann, mallory):
    for text in ("summit", "sheffield", "costing summit"):
        assert ids(ann, text) == {("post", opening.id)}, text
        assert found(mallory, text).count == 0, text
    assert found(ann, "summit").count == 1
    assert excerpt(ann, "sheffield") == "How? Poll: Where is the summit? Leeds · Sheffield"


def test_days_are_found_by_their_names(start: Start, ann, bob):
    post = start(bob)
    days = [Choice(day=date(2026, 3, 9)), Choice(day=date(2026, 4, 17))]
    ask(bob, post.topic_id, forum.Paper(PollKind.DATES, "When?", days, is_anonymous=False))
    assert ids(ann, "17 April") == ids(ann, "friday") == {("post", post.id)}
    assert excerpt(ann, "april") == "How? Poll: When? Monday 9 March 2026 · Friday 17 April 2026"


def test_an_outcome_is_found_as_it_is_now_and_the_old_one_by_nothing(start: Start, ann, bob, mallory):
    post = start(bob)
    poll = forum.close_poll(actor_id=bob.id, poll_id=ask(bob, post.topic_id).id)
    come_to(bob, poll.id, "**Pharmacy** it is")
    assert ids(ann, "pharmacies") == {("post", post.id)}
    assert excerpt(ann, "pharmacy") == "How? Poll: Where? Leeds · York Pharmacy it is"
    come_to(ann, poll.id, "Hospital", version=1)
    assert ids(ann, "pharmacy") == set()
    assert ids(ann, "hospital") == {("post", post.id)}
    assert ids(mallory, "hospital") == set()


def test_a_poll_that_was_taken_away_leaves_no_words(opening, ann, bob):
    poll = ask(bob, opening.topic_id, paper(question="Which pharmacy?"))
    assert ids(ann, "pharmacy") == {("post", opening.id)}
    forum.remove_poll(actor_id=bob.id, poll_id=poll.id)
    assert ids(ann, "pharmacy") == set()
    assert ids(ann, "summit") == {("post", opening.id)}, "the other poll stays"
    caught_up()
    assert session.get(SearchWord, "pharmacy") is None


def test_it_is_found_as_long_as_its_topic_is(opening, reply, change, ann, bob):
    reply(ann, opening.topic_id, "Like this")
    change(opening, "hide")
    assert ids(ann, "summit") == ids(bob, "summit") == set()
    change(opening, "release")
    assert ids(ann, "summit") == {("post", opening.id)}
    forum.remove_post(actor_id=bob.id, post_id=opening.id)
    assert ids(ann, "summit") == {("post", opening.id)}, "the topic goes on under its title, the poll in it"
    assert excerpt(ann, "summit") == "Poll: Where is the summit? Leeds · Sheffield"


def test_it_moves_with_its_topic(world: World, opening, ann, mallory):
    db.command(lambda: join(ann, world.other, RoleName.MEMBER, RoleName.MODERATOR))()
    assert ids(mallory, "sheffield") == set()
    forum.move_topic(actor_id=ann.id, topic_id=opening.topic_id, space_id=world.other.id)
    assert ids(mallory, "sheffield") == {("post", opening.id)}
    assert ids(mallory, "sheffield", space="cohort-2") == {("post", opening.id)}


def test_it_is_found_with_the_topic_that_its_own_was_merged_into(start: Start, opening, ann):
    into = start(ann, "Pricing")
    forum.merge_topics(actor_id=ann.id, topic_id=opening.topic_id, into_id=into.topic_id)
    assert ids(ann, "summit") == {("post", into.id)}


def test_a_vote_costs_no_look_at_the_index(opening, bob, ann, count_queries):
    poll = ask(bob, opening.topic_id, PLACES)
    with count_queries() as statements:
        forum.vote(actor_id=ann.id, poll_id=poll.id, chosen={poll.options[0].id: 1})
        forum.close_poll(actor_id=bob.id, poll_id=poll.id)
    assert not [each for each in statements if "search_" in each]
    with count_queries() as statements:
        ask(bob, opening.topic_id, PLACES)
    assert len([each for each in statements if "search_entry" in each]) == 2, "looked up, and written anew"


def test_a_page_of_results_asks_once_for_polls_and_only_where_there_are_any(
    opening, start, bob, count_queries
):
    post = start(bob, "Costing again")
    with count_queries() as without:
        asked(bob, "again")
    for topic_id in (opening.topic_id, post.topic_id):
        ask(bob, topic_id)
    with count_queries() as within:
        asked(bob, "costing")
    assert len(within) == len(without) + 1


def test_polls_of_before_are_found_once_their_entries_are_looked_at(start: Start, bob, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(findable, "words_of_polls", lambda _topics: {})
        post = start(bob)
        ask(bob, post.topic_id, PLACES)
    caught_up()
    assert ids(bob, "summit") == set()
    db.command(lambda: session.execute(sa.text(OF_NO_STEMMER)))()
    assert ids(bob, "costing") == {("post", post.id)}, "it is found meanwhile"
    caught_up()
    assert ids(bob, "summit") == {("post", post.id)}
