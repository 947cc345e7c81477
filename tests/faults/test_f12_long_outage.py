"""F12: a page was away for long. It catches up by what changed, or starts over where that is too much, and is told no
words that were taken back; who was removed meanwhile is told nothing.
"""

from tests.faults import bulk
from tests.faults.records import Outside
from tests.faults.stage import remove


def away(tab, line) -> None:
    tab.sleep()
    line.cut()


def test_a_page_that_was_away_shows_what_a_fresh_one_shows(two, play, chance):
    play = play(two)
    line = two.line_to(0)
    ann = play.tab(two.world.ann, two.server(1))
    bob = play.tab(two.world.bob, two.server(through=line))
    removed = play.tab(two.others[0])
    early = bulk.say_many(play.record, play.room, two.writers, count=30)
    play.everybody_is_current()
    away(bob, line)
    more = bulk.say_many(play.record, play.room, two.writers, count=120)
    play.record.outside.append(Outside(two.others[0].id, since=remove(two.others[0], play.room)))
    bulk.edit_some(play.record, play.room, early + more, count=40, chance=chance)
    gone = bulk.remove_some(play.record, play.room, early + more, count=20, chance=chance)
    ann.say_something()
    bob.wake()
    play.everybody_is_current()

    caught_up = [frame for frame in bob.reading.frames if frame.kind == "room:open"][-1]
    assert removed.reading.closed
    assert len(caught_up.messages) > 120
    assert not any(write.text in message["html"] for write in gone for message in caught_up.messages)
    play.check()


def test_a_page_that_missed_too_much_starts_over(two, play, chance):
    play = play(two)
    line = two.line_to(0)
    ann = play.tab(two.world.ann, two.server(1))
    bob = play.tab(two.world.bob, two.server(through=line))
    early = bulk.say_many(play.record, play.room, two.writers, count=20)
    play.everybody_is_current()
    away(bob, line)
    more = bulk.say_many(play.record, play.room, two.writers, count=560)
    bulk.edit_some(play.record, play.room, more, count=40, chance=chance)
    bulk.remove_some(play.record, play.room, early + more, count=30, chance=chance)
    bob.wake()
    ann.say_something()
    play.everybody_is_current()

    started_over = [frame for frame in bob.reading.frames if frame.kind == "room:open"][-1]
    assert len(started_over.messages) <= 51
    play.check()
    assert bob.reading.shown[0]["seq"] > 500
