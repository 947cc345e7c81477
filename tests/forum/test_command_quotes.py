"""Quoting posts: under whose name, who is to be told, and what is left once the quoted can't be read any more."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.events import Fact, PeopleQuoted
from cop.forum import commands, queries
from cop.markup import POST_LIMIT, Words
from cop.models import Person, Policy, Post, PostQuote, Space, Topic
from cop.moderation import commands as moderation
from cop.policy import load_actor
from cop.quoting import quote_from
from tests.moderation.things import review_of
from tests.people import World, set_policy

SECRET = "canary words"
GONE = "was taken back or hidden"


def quoting(post: Post, name: str = "Ann", words: str = SECRET, more: str = "My answer") -> str:
    return quote_from(f"/posts/{post.id}", words, name=name) + more


def quoted(post: Post) -> set[int]:
    return set(db.session.scalars(sa.select(PostQuote.quoted_id).where(PostQuote.post_id == post.id)))


def now(post: Post) -> Post:
    db.session.remove()
    return db.get(Post, post.id)


def test_a_quotation_stands_below_a_link_to_its_post(start, reply, ann: Person, bob: Person):
    first = start(ann, text=SECRET)
    answer = reply(bob, first.topic_id, quoting(first))

    assert f'<p><a href="/posts/{first.id}" rel="noopener nofollow ugc">Ann wrote</a>:</p>' in answer.html
    assert SECRET in answer.html
    assert quoted(answer) == {first.id}


def test_nobody_is_quoted_under_the_name_of_another(start, reply, ann: Person, bob: Person):
    first = start(ann, text="x")
    answer = reply(bob, first.topic_id, quoting(first, name="The Director & Co", words="Something else"))

    assert ">Ann wrote</a>" in answer.html
    assert "Director" not in answer.html


def test_posts_of_other_spaces_are_links_like_any_other(world: World, start, ann: Person, bob: Person):
    inside = start(ann, text="x", space=world.set_a)
    answer = start(bob, text=quoting(inside, name="Somebody"))

    assert ">Somebody wrote</a>" in answer.html, "the name of who wrote it is not told"
    assert quoted(answer) == set()
    assert quoted(start(bob, text=quoting(inside), space=world.set_a)) == {inside.id}


def test_what_never_was_readable_is_not_quoted(world: World, start, ann: Person, bob: Person):
    set_policy(world.cohort, Policy.ALL_HELD)
    held = start(bob, text="x")
    answer = start(ann, text=quoting(held, name="Somebody"))
    assert (quoted(answer), ">Somebody wrote</a>" in answer.html) == (set(), True)


@pytest.mark.parametrize("verb", ["hide", "remove"])
def test_words_that_were_taken_from_readers_go_from_quotations(
    start, reply, change, ann: Person, bob: Person, verb: str
):
    topic_id = start(bob).topic_id
    first = reply(ann, topic_id, SECRET)
    answer = reply(bob, topic_id, quoting(first))
    stamp = answer.changed
    change(first, verb)

    shown = now(answer)
    assert SECRET not in shown.html
    assert "Ann" not in shown.html
    assert GONE in shown.html
    assert "<p>My answer</p>" in shown.html
    assert shown.changed > stamp, "kept fragments of it are not used again"


def test_restored_words_come_back(start, reply, change, ann: Person, bob: Person):
    topic_id = start(bob).topic_id
    first = reply(ann, topic_id, SECRET)
    answer = reply(bob, topic_id, quoting(first))
    change(first, "hide")
    change(first, "release")
    assert SECRET in now(answer).html


def test_a_hidden_topic_takes_its_replies_from_quotations_elsewhere(
    start, reply, change, ann: Person, bob: Person
):
    opening = start(ann)
    inside = reply(ann, opening.topic_id, SECRET)
    elsewhere = start(bob, "Another", quoting(inside))
    change(opening, "hide")
    assert SECRET not in now(elsewhere).html
    change(opening, "release")
    assert SECRET in now(elsewhere).html


def test_an_opening_post_removed_from_a_topic_that_goes_on(start, reply, change, ann: Person, bob: Person):
    opening = start(ann, text=SECRET)
    second = reply(ann, opening.topic_id, "Second words")
    answer = reply(bob, opening.topic_id, quoting(opening, more=quoting(second, words="Second words")))
    change(opening, "remove")
    shown = now(answer).html
    assert SECRET not in shown
    assert "Second words" in shown


def test_what_is_hidden_already_is_quoted_by_nobody(start, reply, change, ann: Person, bob: Person):
    topic_id = start(bob).topic_id
    first = reply(ann, topic_id, SECRET)
    change(first, "hide")
    assert SECRET not in reply(bob, topic_id, quoting(first)).html


def test_one_within_another_goes_by_itself(start, reply, change, ann: Person, bob: Person):
    topic_id = start(bob).topic_id
    first, second = reply(ann, topic_id, SECRET), reply(bob, topic_id, "Outer words")
    inner = quoting(first, more="Outer words")
    text = f"[Bob wrote](/posts/{second.id}):\n\n" + "\n".join(f"> {line}" for line in inner.splitlines())
    answer = reply(ann, topic_id, f"{text}\n\nAfterwards")
    assert quoted(answer) == {first.id, second.id}
    change(first, "hide")
    shown = now(answer).html
    assert SECRET not in shown
    assert "Outer words" in shown
    change(second, "hide")
    assert "Outer words" not in now(answer).html
    assert "Afterwards" in now(answer).html


@db.command
def move(post: Post, space: Space) -> None:
    topic = db.lock(Topic, post.topic_id)
    topic.space = db.get(Space, space.id)
    Post.renew_topic(topic.id)


def test_words_that_moved_elsewhere_go_from_quotations_here(
    start, reply, change, world: World, ann: Person, bob: Person
):
    first, second = start(ann, text=SECRET), start(ann, text="Second words")
    answer = start(bob, text=quoting(first, more=quoting(second, words="Second words")))
    move(first, world.set_a)
    assert SECRET not in now(answer).html
    change(first, "hide")
    change(second, "hide")
    change(second, "release")
    assert SECRET not in now(answer).html
    assert "Second words" in now(answer).html
    edited = {"actor_id": bob.id, "post_id": answer.id, "version": 1}
    again = commands.edit_post(**edited, text=quoting(first, more="Changed"))
    assert SECRET not in again.html
    change(first, "release")
    move(first, world.cohort)
    assert SECRET in now(answer).html


def test_what_moves_elsewhere_takes_no_words_with_it(start, world: World, ann: Person, bob: Person):
    first = start(ann, text=SECRET)
    answer = start(bob, text=quoting(first))
    move(answer, world.network)
    assert SECRET not in now(answer).html
    move(answer, world.cohort)
    assert SECRET in now(answer).html


def test_a_held_one_waits_with_what_it_quotes(start, reply, change, world: World, ann: Person, bob: Person):
    topic_id = start(ann).topic_id
    first = reply(ann, topic_id, SECRET)
    set_policy(world.cohort, Policy.ALL_HELD)
    held = reply(bob, topic_id, quoting(first))
    change(first, "hide")
    moderation.release(actor_id=ann.id, review_id=review_of(held).id)
    assert SECRET not in now(held).html


def test_an_edit_quotes_what_the_new_text_quotes(start, reply, change, ann: Person, bob: Person):
    topic_id = start(bob).topic_id
    first = reply(ann, topic_id, SECRET)
    answer = reply(bob, topic_id, quoting(first))
    change(first, "hide")
    again = {"actor_id": bob.id, "post_id": answer.id}
    edited = commands.edit_post(**again, text=quoting(first, more="Changed"), version=1)
    assert (SECRET in edited.html, quoted(answer)) == (False, {first.id})
    commands.edit_post(**again, text="Nothing quoted", version=2)
    assert (now(answer).html, quoted(answer)) == ("<p>Nothing quoted</p>", set())


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> list[Fact]:
    """Who was newly quoted, in the order in which it became true."""
    told: list[Fact] = []
    monkeypatch.setattr(db, "_with", {**db._with, PeopleQuoted: [told.append]})
    return told


def test_who_is_quoted_is_told_once_the_post_can_be_read(
    facts, start, reply, change, world: World, ann: Person, bob: Person
):
    first, own = start(ann, text=SECRET), start(bob, text="Mine")
    set_policy(world.cohort, Policy.ALL_HELD)
    held = reply(bob, first.topic_id, quoting(first, more=quoting(own)))
    assert facts == []
    moderation.release(actor_id=ann.id, review_id=review_of(held).id)
    assert facts == [PeopleQuoted(held.id, (ann.id,))], "nobody is told of quoting themselves"


def test_an_edit_tells_whom_it_quotes_anew(facts, start, reply, world: World, ann: Person, bob: Person):
    first, second = start(ann), reply(world.ann, start(ann).topic_id)
    answer = reply(bob, first.topic_id, quoting(first))
    again = {"actor_id": bob.id, "post_id": answer.id}
    commands.edit_post(**again, text=quoting(first, more="Changed"), version=1)
    assert facts == [PeopleQuoted(answer.id, (ann.id,))]
    commands.edit_post(**again, text=quoting(second), version=2)
    assert facts == [PeopleQuoted(answer.id, (ann.id,))] * 2, "another post of theirs"
    assert quoted(answer) == {second.id}


def test_a_preview_is_what_is_stored(start, reply, change, world: World, ann: Person, bob: Person):
    first, gone = start(ann, text=SECRET), reply(ann, start(bob).topic_id, "Gone words")
    change(gone, "hide")
    text = quoting(first, name="Wrong", more=quoting(gone, more="Hello @Ann and @everyone"))
    for person in (ann, bob):
        words = Words.of(text, limit=POST_LIMIT)
        found = queries.references(load_actor(person.id), world.cohort, words, topic_id=first.topic_id)
        stored = reply(person, first.topic_id, text)
        assert found.html == stored.html
        assert found.names_everyone == stored.names_everyone == (person is ann)
        assert found.people == [ann.id]
        assert {each.id for each in found.quoted} == quoted(stored) == {first.id, gone.id}


def test_a_post_that_quotes_nothing_costs_no_query_more(
    start, reply, ann: Person, bob: Person, count_queries
):
    topic_id = start(ann).topic_id
    with count_queries() as queries:
        reply(bob, topic_id, "Plain words")
    assert not [each for each in queries if "post_quote" in each]
