"""F2: the database has committed and its reply is lost. Whoever tries again under the same key makes no second line."""

from tests.faults.misbehaviour import CutOn


def test_a_commit_whose_reply_was_lost_is_found_again_by_its_key(two, play):
    play = play(two)
    ann, bob = play.tab(two.world.ann), play.tab(two.world.bob, two.server(1))
    ann.say_something()
    text = play.record.words()
    lost = two.to_database.behave(CutOn(b"COMMIT", then_for=text.encode()))
    struck = ann.send(text)
    two.to_database.behave()
    bob.say_something()
    play.everybody_is_current()

    assert lost.struck.is_set()
    assert [each.outcome for each in struck.attempts] == ["unknown", "acked"]
    play.check()


def test_without_another_try_it_is_shown_as_not_sent_until_it_turns_up(two, play):
    play = play(two)
    ann, bob = play.tab(two.world.ann), play.tab(two.world.bob, two.server(1))
    text = play.record.words()
    lost = two.to_database.behave(CutOn(b"COMMIT", then_for=text.encode()))
    struck = ann.send(text, patience=0)
    two.to_database.behave()
    play.everybody_is_current()

    assert lost.struck.is_set()
    assert struck.outcome == "unknown"
    play.check()
    assert [text in each["html"] for each in bob.reading.shown] == [True]
