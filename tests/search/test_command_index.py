"""The index follows what can be read: with the change itself, or by the job that catches up."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, stems
from cop.chat import commands as chat
from cop.db import record, session
from cop.events import PostChanged, TopicChanged
from cop.forum import commands as forum
from cop.forum.commands.locks import post_under_lock
from cop.models import (
    Attachment,
    Message,
    Person,
    Post,
    ProfessionalRole,
    SearchEntry,
    SearchGone,
    SearchKey,
    SearchWord,
    Space,
    Topic,
)
from cop.search import commands, queries, tasks
from cop.spaces import commands as spaces
from tests.chat.conftest import let_moderator
from tests.people import World, key
from tests.search.conftest import caught_up, found, ids


def say(person: Person, text: str) -> Message:
    return chat.send_message(actor_id=person.id, slug="cohort-1", text=text, key=key())


def entries() -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(SearchEntry)) or 0


@db.command
def retitle(topic_id: int, title: str) -> None:
    db.lock(Topic, topic_id).title = title
    record(TopicChanged(topic_id))


@db.command
def move(topic_id: int, space: Space) -> None:
    db.lock(Topic, topic_id).space_id = space.id
    record(TopicChanged(topic_id))


@db.command
def attach(post_id: int, name: str, *, description: str) -> None:
    post = post_under_lock(post_id)
    file = Attachment(
        person_id=post.author_id, space_id=post.topic.space_id, key=key(), stored=key(), name=name,
        media="application/pdf", size=1, sent="", digest="",
    )  # fmt: skip
    session.add(file)
    file.bind(post, place=0, description=description)
    record(PostChanged(post.id))


@db.command
def take_out(post_id: int) -> None:
    post_under_lock(post_id)
    session.scalars(sa.select(Attachment).where(Attachment.post_id == post_id)).one().withdraw()


def test_an_edit_takes_the_old_words_away_at_once(start, bob):
    post = start(bob, text="pharmacy")
    forum.edit_post(actor_id=bob.id, post_id=post.id, text="hospital", version=1)
    assert ids(bob, "pharmacy") == set()
    assert ids(bob, "hospital") == {("post", post.id)}


def test_a_post_is_found_by_the_names_of_its_files_while_they_are_there(start, bob, mallory):
    post = start(bob, text="pharmacy")
    attach(post.id, "Budget-2026.pdf", description="The hospital’s plan")
    assert ids(bob, "budgets") == ids(bob, "hospital plan") == {("post", post.id)}
    assert ids(mallory, "budgets") == set()
    take_out(post.id)
    assert ids(bob, "budgets") == ids(bob, "hospital") == set()
    assert ids(bob, "pharmacy") == {("post", post.id)}


def test_what_is_taken_from_readers_is_gone_and_comes_back_with_them(start, reply, change, ann, bob):
    post = start(bob, "Costing", "pharmacy")
    answer = reply(bob, post.topic_id, "hospital")
    change(post, "hide")  # the topic goes with it
    assert ids(ann, "pharmacy") == ids(ann, "costing") == ids(ann, "hospital") == set()
    change(post, "release")
    assert ids(ann, "costing pharmacy") == {("post", post.id)}
    assert ids(ann, "hospital") == {("post", answer.id)}

    forum.remove_post(actor_id=bob.id, post_id=post.id)
    assert ids(bob, "pharmacy") == set()
    assert ids(ann, "costing") == {("post", post.id)}, "the title stays while others have answered"


def test_a_topic_is_found_by_its_new_title_in_its_new_space(world: World, start, reply, bob, mallory):
    post = start(bob, "Costing", "pharmacy")
    answer = reply(bob, post.topic_id, "hospital")
    retitle(post.topic_id, "Pricing")
    assert ids(bob, "costing") == set()
    assert ids(bob, "pricing") == {("post", post.id)}

    move(post.topic_id, world.other)
    assert ids(bob, "hospital") == ids(bob, "pricing") == set()
    assert ids(mallory, "hospital") == {("post", answer.id)}
    assert ids(mallory, "hospital", space="cohort-2") == {("post", answer.id)}
    assert ids(mallory, "hospital", space="cohort-1") == set()


def test_a_line_that_was_edited_is_found_by_nothing_until_it_is_found_by_its_new_words(bob):
    said = say(bob, "pharmacy")
    caught_up()
    assert ids(bob, "pharmacy") == {("message", said.id)}
    chat.edit_message(actor_id=bob.id, message_id=said.id, text="hospital", changed=said.changed)
    assert ids(bob, "pharmacy") == ids(bob, "hospital") == set()
    caught_up()
    assert ids(bob, "pharmacy") == set()
    assert ids(bob, "hospital") == {("message", said.id)}


@pytest.mark.parametrize("verb", ["hide", "remove", "expire"])
def test_a_line_that_was_taken_back_is_gone_at_once_and_leaves_no_words(verb, bob):
    said = say(bob, "pharmacy")
    kept = say(bob, "hospital")
    caught_up()
    let_moderator(verb, said)
    assert ids(bob, "pharmacy") == set()
    caught_up()
    assert ids(bob, "hospital") == {("message", kept.id)}
    owners = session.scalars(sa.select(SearchEntry.message_id).where(SearchEntry.message_id.is_not(None)))
    assert owners.all() == [kept.id]
    assert session.get(SearchWord, "pharmacy") is None
    assert session.get(SearchWord, "hospital") is not None


def test_people_are_found_by_what_they_show_now(world: World, ann, bob):
    def say_of_bob(**shown: bool) -> None:
        spaces.update_profile(
            actor_id=bob.id,
            name="Robert",
            professional_role=ProfessionalRole.SERVICE_LEAD,
            about="Pharmacies",
            shares_email=False,
            **({"shares_about": True, "is_listed": True} | shown),
        )

    caught_up()
    say_of_bob()
    assert ids(ann, "robert") == ids(ann, "pharmacy") == ids(ann, "service lead") == {("person", bob.id)}
    assert ids(ann, "bob") == set()
    say_of_bob(shares_about=False)
    assert ids(ann, "pharmacy") == set()
    say_of_bob(is_listed=False)
    assert ids(ann, "robert") == set()
    assert ids(bob, "robert") == {("person", bob.id)}


def test_what_came_without_a_command_is_found_by_the_job_and_nothing_is_done_twice(start, bob, count_queries):
    post = start(bob, text="pharmacy")
    db.command(lambda: session.execute(sa.delete(SearchEntry)))()
    assert ids(bob, "pharmacy") == set()
    caught_up()
    assert ids(bob, "pharmacy") == {("post", post.id)}
    before = entries()
    with count_queries() as statements:
        caught_up()
    assert entries() == before
    assert not [each for each in statements if "search_entry" in each and not each.startswith("SELECT")]


def test_entries_of_another_stemmer_are_made_anew(start, bob, monkeypatch):
    post = start(bob, text="pharmacy")
    say(bob, "hospital")
    caught_up()
    monkeypatch.setattr(stems, "VERSION", 2)
    tasks.index_everything(lambda _what: None)
    assert set(session.scalars(sa.select(SearchEntry.stemmer))) == {2}
    assert ids(bob, "pharmacy") == {("post", post.id)}


def test_a_long_way_behind_is_caught_up_step_by_step(bob, monkeypatch):
    monkeypatch.setattr("cop.search.commands.catching_up.STEP", 2)
    monkeypatch.setattr("cop.search.commands.counting.STEP", 2)
    for number in range(5):
        say(bob, f"hospital {number}")
    caught_up()
    assert len(ids(bob, "hospital")) == 5
    assert queries.rooms_to_follow() == []


def test_words_are_counted_once_and_forgotten_where_nothing_has_them(start, reply, bob):
    post = start(bob, "Costing", "pharmacy pharmacy")
    answer = reply(bob, post.topic_id, "pharmacy 12345678")
    for _ in range(2):
        caught_up()
    assert session.get_one(SearchWord, "pharmacy").count == 2
    assert session.get(SearchWord, "12345678") is None, "long numbers are nobody's to be reminded of"
    forum.remove_post(actor_id=bob.id, post_id=answer.id)
    caught_up()
    assert session.get(SearchWord, "pharmacy", populate_existing=True) is not None
    forum.remove_post(actor_id=bob.id, post_id=post.id)
    caught_up()
    assert session.get(SearchWord, "pharmacy", populate_existing=True) is None
    assert session.scalars(sa.select(SearchKey.word).where(SearchKey.word == "pharmacy")).all() == []
    assert session.scalars(sa.select(SearchGone.stem)).all() == []


def test_a_reply_costs_one_statement_more_for_being_found(start, bob, count_queries):
    post = start(bob)
    with count_queries() as statements:
        forum.post_reply(actor_id=bob.id, topic_id=post.topic_id, text="hospital", key=key())
    assert len([each for each in statements if "search_" in each]) == 1


def test_newest_first_is_by_when_it_could_be_read_however_late_it_was_indexed(start, bob):
    older = start(bob, "Costing one")
    with clock.at(clock.now() + timedelta(hours=1)):
        newer = start(bob, "Costing two")
    db.command(lambda: session.execute(sa.delete(SearchEntry)))()
    commands.start_over()
    tasks.index_everything(lambda _what: None)
    written = found(bob, "costing").written
    made_of = dict(session.execute(sa.select(SearchEntry.id, SearchEntry.post_id)).all())
    assert [made_of[each] for each in sorted(written, reverse=True)] == [newer.id, older.id]
    assert session.get_one(Post, older.id)
