"""Beginning a topic from lines of a room: both lead to each other, while the topic can be read."""

import pytest

from cop import db
from cop.chat import commands as chat
from cop.chat import queries as rooms
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.forum import commands
from cop.models import Message, Policy, Post, Review, RoleName, Space, TopicSource
from cop.moderation import commands as moderation
from tests import people
from tests.people import key, newcomer, set_policy


def say(person, text="Which agreement do you use?", *, space) -> Message:
    return chat.send_message(actor_id=person.id, slug=space.slug, text=text, key=key())


def begin(person, space, *lines: Message, **more) -> Post:
    form = {"title": "Agreements", "text": "As said", "key": key()} | more
    return commands.open_topic(
        actor_id=person.id, space_id=space.id, message_ids=[each.id for each in lines], **form
    )


def leads_to(line: Message) -> str | None:
    """The title that the line shows now, read anew as a page of the room reads it."""
    db.session.expire_all()
    space = db.get(Space, line.space_id)
    shown = next(each for each in rooms.latest(space) if each.id == line.id)
    return shown.continued_in.title if shown.continued_in else None


def pulse(space) -> int:
    return db.session.scalar(db.sa.select(Space.pulse).where(Space.id == space.id))


def release(post: Post, moderator) -> None:
    review = db.session.scalars(db.sa.select(Review.id).where(Review.post_id == post.id)).one()
    moderation.release(actor_id=moderator.id, review_id=review)


def test_lines_and_topic_lead_to_each_other(world, ann, bob):
    first, second = say(ann, space=world.cohort), say(bob, "The short one", space=world.cohort)
    other = say(bob, "Tea?", space=world.cohort)
    post = begin(bob, world.cohort, second, first)

    assert (leads_to(first), leads_to(second), leads_to(other)) == ("Agreements", "Agreements", None)
    assert post.topic.first_line_id == first.id
    assert db.session.query(TopicSource).count() == 2


def test_each_line_takes_a_pulse_so_that_whoever_missed_it_catches_up(world, ann, bob):
    lines = [say(ann, space=world.cohort) for _ in range(3)]
    before = pulse(world.cohort)
    begin(bob, world.cohort, *lines)

    assert pulse(world.cohort) == before + 3
    changed, reset = rooms.changes(db.get(Space, world.cohort.id), after=before)
    assert ({each.id for each in changed}, reset) == ({each.id for each in lines}, False)


def test_a_topic_that_quotes_nothing_changes_no_line(world, ann, bob):
    say(ann, space=world.cohort)
    before = pulse(world.cohort)
    begin(bob, world.cohort)
    assert pulse(world.cohort) == before


def test_a_held_topic_is_named_nowhere_until_it_is_released(world, ann, bob):
    line = say(ann, space=world.cohort)
    set_policy(world.cohort, Policy.ALL_HELD)
    before = pulse(world.cohort)
    post = begin(bob, world.cohort, line)

    assert (leads_to(line), pulse(world.cohort)) == (None, before)
    release(post, ann)
    assert leads_to(line) == "Agreements"


@pytest.mark.parametrize("how", ["remove", "hide"])
def test_words_that_were_taken_back_while_it_waited_are_not_released(world, client_for, ann, bob, how):
    line, other = say(bob, "Unwise words", space=world.cohort), say(ann, "Other words", space=world.cohort)
    set_policy(world.cohort, Policy.ALL_HELD)
    post = begin(bob, world.cohort, line, other, text="> Unwise words\n\nWhat now?")
    spared = begin(bob, world.cohort, other)
    if how == "hide":
        moderation.hide(actor_id=ann.id, message_id=line.id, reason="Unwise")
    else:
        chat.remove_message(actor_id=bob.id, message_id=line.id, changed=line.changed)

    with pytest.raises(Conflict, match="edit the quotation out"):
        release(post, ann)
    page = client_for(ann).get("/moderation").get_data(as_text=True)
    assert page.count("A line of the room that it quotes was taken back or hidden since.") == 1
    release(spared, ann)  # the control
    review = db.session.scalars(db.sa.select(Review.id).where(Review.post_id == post.id)).one()
    moderation.release_edited(actor_id=ann.id, review_id=review, text="What now?", note="Taken back")
    assert db.session.get_one(Post, post.id).text == "What now?"
    assert leads_to(other) == "Agreements"


def test_it_goes_with_a_hidden_topic_and_comes_back_with_it(world, ann, bob):
    line = say(ann, space=world.cohort)
    post = begin(bob, world.cohort, line)
    moderation.hide(actor_id=ann.id, post_id=post.id, reason="For now")
    assert leads_to(line) is None

    moderation.restore(actor_id=ann.id, post_id=post.id)
    assert leads_to(line) == "Agreements"


def test_a_line_that_is_no_longer_kept_leads_nowhere(world, ann, bob):
    line, kept = say(ann, space=world.cohort), say(ann, "Kept", space=world.cohort)
    post = begin(bob, world.cohort, line, kept)
    expire(line)
    moderation.hide(actor_id=ann.id, post_id=post.id, reason="For now")
    assert leads_to(kept) is None

    moderation.restore(actor_id=ann.id, post_id=post.id)
    assert leads_to(kept) == "Agreements"  # the control
    assert db.session.get_one(Message, line.id).continued_in_id is None


@db.command
def expire(line: Message) -> None:
    found = db.get(Message, line.id)
    assert found.continued_in is not None
    found.expire()
    assert found.continued_in is None


def test_it_goes_with_a_topic_that_its_author_takes_back(world, ann, bob):
    line = say(ann, space=world.cohort)
    post = begin(bob, world.cohort, line)
    assert leads_to(line) == "Agreements"
    commands.remove_post(actor_id=bob.id, post_id=post.id)
    assert leads_to(line) is None


def test_a_line_that_two_topics_quote_leads_to_the_newest_that_can_be_read(world, ann, bob):
    line = say(ann, space=world.cohort)
    first = begin(bob, world.cohort, line, title="First")
    second = begin(bob, world.cohort, line, title="Second")
    assert leads_to(line) == "Second"

    moderation.hide(actor_id=ann.id, post_id=second.id, reason="For now")
    assert leads_to(line) == "First"
    moderation.hide(actor_id=ann.id, post_id=first.id, reason="For now")
    assert leads_to(line) is None


def test_an_older_topic_that_is_hidden_changes_nothing_about_the_newer(world, ann, bob):
    line = say(ann, space=world.cohort)
    first = begin(bob, world.cohort, line, title="First")
    begin(bob, world.cohort, line, title="Second")
    moderation.hide(actor_id=ann.id, post_id=first.id, reason="For now")
    assert leads_to(line) == "Second"


def test_only_readable_lines_of_the_same_space_are_taken(world, ann, bob, mallory):
    readable = say(ann, space=world.cohort)
    removed = say(bob, space=world.cohort)
    chat.remove_message(actor_id=bob.id, message_id=removed.id, changed=removed.changed)
    in_the_set = say(ann, space=world.set_a)
    elsewhere = say(mallory, space=world.other)
    held = _held(world, bob)

    for line in (removed, in_the_set, elsewhere, held):
        with pytest.raises(Invalid, match="Your text is kept"):
            begin(bob, world.cohort, readable, line)
    with pytest.raises(Invalid):
        commands.open_topic(
            actor_id=bob.id, space_id=world.cohort.id, title="T", text="x", key=key(), message_ids=[123_456]
        )
    assert db.session.query(TopicSource).count() == 0
    assert begin(bob, world.cohort, readable)  # the control
    assert begin(bob, world.set_a, in_the_set)


@db.command
def _held(world, person) -> Message:
    return people.put_message(db.lock(Space, world.cohort.id), person, "Waits", held=True)


def test_who_may_open_no_topic_takes_no_lines_there(world, ann, mallory):
    line = say(ann, space=world.cohort)
    observer = _observer(world)

    with pytest.raises(NotFound):
        begin(mallory, world.cohort, line)
    with pytest.raises(Forbidden):
        begin(observer, world.cohort, line)
    assert leads_to(line) is None
    assert begin(newcomer("nora", world.cohort), world.cohort, line)  # the control


@db.command
def _observer(world):
    person = people.add_person("oswald")
    people.join(person, world.cohort, RoleName.OBSERVER)
    return person


def test_the_same_again_returns_the_first_even_if_a_line_has_gone(world, ann, bob):
    line = say(ann, space=world.cohort)
    sent = {"key": key(), "text": "As Ann said"}
    first = begin(bob, world.cohort, line, **sent)
    line = db.get(Message, line.id)
    chat.remove_message(actor_id=ann.id, message_id=line.id, changed=line.changed)

    assert begin(bob, world.cohort, line, **sent).id == first.id
    with pytest.raises(Conflict):
        begin(bob, world.cohort, **sent)
