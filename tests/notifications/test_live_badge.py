"""The count in the header of every open page: the person's own, and only of what they may read."""

from cop.forum import commands as forum
from cop.notifications.reactions import FEW
from tests.notifications.conftest import evict
from tests.people import newcomer


def test_every_tab_is_told_what_concerns_its_person_and_nobody_elses_is(ann, bob, mallory, say, listen):
    tabs, anns, mallorys = [listen(bob), listen(bob)], listen(ann), listen(mallory)
    say(ann, "@Bob, one")
    say(ann, "@Bob, two")
    assert [hear() for hear in tabs] == [[1, 2], [1, 2]]
    assert anns() == mallorys() == []


def test_what_is_seen_in_one_tab_is_told_to_all(ann, bob, start, reply, listen):
    topic_id = start(bob).topic_id
    reply(ann, topic_id)
    hear = listen(bob)
    forum.mark_read(actor_id=bob.id, topic_id=topic_id, position=2)
    forum.mark_read(actor_id=bob.id, topic_id=topic_id, position=2)
    assert hear() == [0], "once, and not where nothing was unseen"


def test_what_is_pushed_counts_only_what_may_be_read(world, ann, bob, say, listen):
    hear = listen(bob)
    say(ann, "@Bob")
    say(ann, "@Bob", "cohort-1-set-a")
    assert hear() == [1, 2], "the control"
    evict(bob, world.set_a)
    say(ann, "@Bob, again")
    assert hear() == [2], "and not three"


def test_who_follows_is_told_by_the_forum_and_asks(ann, bob, start, reply, listen, client_for):
    topic_id = start(bob).topic_id
    hear = listen(bob)
    reply(ann, topic_id)
    assert hear() == []
    assert client_for(bob).get("/counts").get_json()["notices"] == 1


def test_many_at_once_are_told_to_ask(world, ann, bob, start, name, listen):
    crowd = [newcomer(f"n{number}", world.cohort) for number in range(FEW)]
    hear = listen(bob)
    post = start(ann)
    assert len(name(post, bob, *crowd)) == FEW + 1
    assert hear() == [None]
