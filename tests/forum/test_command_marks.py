"""Reacting to a post: who may, what it shows, and that a repeat changes nothing."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Forbidden, NotFound, TooFast
from cop.forum import commands
from cop.models import Person, Policy, Post, PostMark, RoleName
from cop.models.post_marks import POST_MARKS
from tests.people import World, newcomer, set_policy


def say(person: Person, post: Post, word: str = "helped") -> Post:
    return commands.mark_post(actor_id=person.id, post_id=post.id, word=word)


def take_back(person: Person, post: Post, word: str = "helped") -> Post:
    return commands.unmark_post(actor_id=person.id, post_id=post.id, word=word)


def rows(post: Post) -> set[tuple[int, str]]:
    query = sa.select(PostMark.person_id, PostMark.word).where(PostMark.post_id == post.id)
    return {(person_id, word) for person_id, word in db.session.execute(query)}


def said(post: Post) -> dict[str, list[int]]:
    return {word: people for word, _, people in post.marks if people}


def test_one_of_each_word_for_each_person(start, ann: Person, bob: Person, world: World):
    post, nora = start(bob), newcomer("nora", world.cohort)
    for person, word in ((nora, "thanks"), (ann, "helped"), (ann, "thanks"), (nora, "helped")):
        marked = say(person, post, word)

    assert said(marked) == {"helped": [ann.id, nora.id], "thanks": [nora.id, ann.id]}
    assert rows(post) == {(person.id, word) for person in (ann, nora) for word in ("helped", "thanks")}


def test_it_is_taken_back(start, ann: Person, bob: Person):
    post = start(bob)
    say(ann, post, "agree")
    say(ann, post)
    assert said(take_back(ann, post)) == {"agree": [ann.id]}
    assert rows(post) == {(ann.id, "agree")}
    assert take_back(ann, post, "agree").marked == ""


def test_a_repeat_changes_nothing(start, ann: Person, bob: Person):
    post = start(bob)
    first = say(ann, post).changed
    assert say(ann, post).changed == first
    later = take_back(ann, post).changed
    assert later > first, "its stamp is another each time that it shows something else"
    assert take_back(ann, post).changed == later


def test_it_changes_neither_the_words_nor_the_version(start, ann: Person, bob: Person):
    post = start(bob)
    marked = say(ann, post)
    assert (marked.version, marked.html, marked.edited_at) == (post.version, post.html, None)


def test_one_does_not_react_to_oneself(start, bob: Person):
    with pytest.raises(Forbidden):
        say(bob, start(bob))


def test_an_outsider_finds_nothing(start, bob: Person, ann: Person, mallory: Person):
    post = start(bob)
    for verb in (say, take_back):
        with pytest.raises(NotFound):
            verb(mallory, post)
        with pytest.raises(NotFound):
            verb(ann, post, "adore")
        verb(ann, post)


def test_an_observer_reads_and_does_not_react(start, set_roles, world: World, ann: Person, bob: Person):
    post = start(ann)
    set_roles(bob, world.cohort, RoleName.OBSERVER)
    with pytest.raises(Forbidden):
        say(bob, post)
    set_roles(bob, world.cohort, RoleName.MEMBER)
    say(bob, post)


def test_a_locked_topic_takes_none_and_lets_them_be_taken_back(start, ann: Person, bob: Person, world: World):
    post, nora = start(bob), newcomer("nora", world.cohort)
    say(nora, post)
    commands.lock_topic(actor_id=ann.id, topic_id=post.topic_id)
    with pytest.raises(Forbidden):
        say(nora, post, "agree")
    say(ann, post)
    assert said(take_back(nora, post)) == {"helped": [ann.id]}


@pytest.mark.parametrize("verb", ["hide", "remove"])
def test_what_cannot_be_read_takes_none(start, reply, change, ann: Person, bob: Person, verb: str):
    post = reply(bob, start(ann).topic_id)
    say(ann, post)
    change(post, verb)
    for refused in (say, take_back):
        with pytest.raises(NotFound):
            refused(ann, post, "agree")


def test_what_waits_takes_none(start, world: World, ann: Person, bob: Person):
    set_policy(world.cohort, Policy.ALL_HELD)
    held = start(bob)
    with pytest.raises(NotFound):
        say(ann, held)


def test_going_too_fast_is_refused(start, ann: Person, bob: Person):
    post = start(bob)
    verbs: list[Callable[..., Post]] = [say, take_back]
    for number in range(20):
        verbs[number % 2](ann, post)
    with pytest.raises(TooFast):
        say(ann, post)


def test_every_word_has_its_place(start, ann: Person, bob: Person):
    post = start(bob)
    for word in reversed(POST_MARKS):
        marked = say(ann, post, word)
    assert [word for word, _, people in marked.marks if people] == list(POST_MARKS)
