"""What is found, on both databases: by any form of its words, by whoever may read it and by nobody else."""

from tests.search.conftest import asked, caught_up, ids


def test_a_post_is_found_as_soon_as_it_stands_in_any_form_of_its_words(start, reply, ann, bob):
    post = start(bob, "Costing a trial", "The pharmacies’ bill – naïvely organized")
    answer = reply(ann, post.topic_id, "Ask the café")
    for words in ("costed trials", "pharmacy", "BILLS", "naive", "organisation of pharmacies"):
        assert ids(bob, words) == {("post", post.id)}, words
    assert ids(bob, "Cafe") == {("post", answer.id)}
    assert ids(bob, "pharmacy café") == set(), "every word must be there"


def test_nobody_finds_what_they_may_not_read(world, start, bob, mallory):
    post = start(bob, "Costing a trial", "secretive")
    assert ids(bob, "secretive") == {("post", post.id)}
    assert ids(mallory, "secretive") == set()


def test_lines_of_a_room_are_found_a_minute_later(world, bob, mallory):
    from cop.chat import commands
    from tests.people import key

    said = commands.send_message(actor_id=bob.id, slug="cohort-1", text="Where is the budget?", key=key())
    caught_up()
    assert ids(bob, "budgets") == {("message", said.id)}
    assert ids(mallory, "budgets") == set()


def test_people_are_found_by_name_and_place(world, bob):
    caught_up()
    assert ids(bob, "mallory") == {("person", world.mallory.id)}
    assert len(ids(bob, "invented trust")) == 4 - 1  # staff belong nowhere


def test_a_mistyped_word_finds_what_was_meant(start, bob, mallory):
    post = start(bob, "Costing", "The pharmacy of the hospital")
    caught_up()
    assert ids(bob, "pharmcy") == {("post", post.id)}
    assert ids(bob, "pharm") == {("post", post.id)}
    assert ids(mallory, "pharmcy") == set()
    assert asked(bob, "pharmcy")[0].hits == ["pharmacy"]
