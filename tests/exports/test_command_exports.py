"""Asking for a copy, making it under a claim, keeping it for a week, letting it go."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, jobs, storage
from cop.accounts import tasks as postman
from cop.accounts.tasks.wording import word
from cop.errors import Conflict, NotFound, TooFast
from cop.exports import commands, queries, tasks
from cop.exports.tasks import making
from cop.forum import tasks as forum
from cop.models import Export, Letter, LetterKind, Person, Throttle, Verdict
from cop.models.exports import KEEP, LOST, TRIES
from cop.moderation import commands as moderation
from tests.accounts.letterbox import close_account, last_mail, letters
from tests.conftest import NOON
from tests.exports.copies import again, copy_of, decide, opened
from tests.moderation import things


def there_is(stored: str) -> bool:
    try:
        storage.store().open(stored).close()
    except NotFound:
        return False
    return True


def kept(person: Person) -> Export:
    export = again(person)
    assert export is not None
    return export


def test_one_waits_at_a_time_however_often_it_is_asked_for(world, bob):
    first = commands.ask_for_export(actor_id=bob.id)
    for _ in range(10):
        assert commands.ask_for_export(actor_id=bob.id).turn == first.turn
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Export)) == 1
    assert kept(bob).is_waiting()


def test_only_some_are_made_in_a_day(world, bob, ann):
    for _ in range(commands.BURST):
        copy_of(bob)
    with pytest.raises(TooFast, match="several copies"):
        commands.ask_for_export(actor_id=bob.id)
    commands.ask_for_export(actor_id=ann.id)
    with clock.at(NOON + timedelta(hours=9)):
        commands.ask_for_export(actor_id=bob.id)


def test_its_person_gets_a_letter_that_tells_nothing_of_it(world, bob):
    copy_of(bob)
    (letter,) = letters(LetterKind.EXPORT)
    assert (letter.address, letter.person_id) == ("bob@example.org", bob.id)
    mail = last_mail(LetterKind.EXPORT)
    assert "ready" in mail["Subject"]
    assert "http://localhost/me/data\r\n" in mail.get_content()
    assert "Cohort" not in mail.get_content()


def test_no_letter_comes_about_one_that_is_deleted(world, bob):
    copy_of(bob)
    commands.delete_export(actor_id=bob.id)
    tasks.forget.run()
    (letter,) = letters(LetterKind.EXPORT)
    assert word(letter) is None


def test_a_new_one_takes_the_place_of_the_old(world, bob):
    copy_of(bob)
    old = kept(bob).stored
    copy_of(bob)
    assert kept(bob).stored != old
    assert not there_is(old)
    assert there_is(kept(bob).stored)


def test_it_is_gone_with_its_bytes_as_its_person_deletes_it(world, bob, ann):
    copy_of(bob)
    copy_of(ann)
    stored = kept(bob).stored
    commands.delete_export(actor_id=bob.id)
    commands.delete_export(actor_id=bob.id)
    assert again(bob) is None
    assert not there_is(stored)
    assert there_is(kept(ann).stored), "control: nobody else's"


def test_it_is_gone_with_its_bytes_after_a_week(world, bob):
    copy_of(bob)
    stored = kept(bob).stored
    with clock.at(NOON + KEEP - timedelta(minutes=1)):
        tasks.forget.run()
        assert kept(bob).is_ready()
    with clock.at(NOON + KEEP):
        assert not kept(bob).is_ready(), "no job needs to have run for that"
        tasks.forget.run()
        assert again(bob) is None
    assert not there_is(stored)


def test_the_sweep_of_bytes_without_a_row_leaves_it_alone(world, bob):
    copy_of(bob)
    storage.store().put(lost := storage.fresh_name(), io.BytesIO(b"lost"))
    with clock.at(clock.datetime.now(clock.UTC) + timedelta(days=3)):
        forum.sweep_attachments.run()
    assert there_is(kept(bob).stored)
    assert not there_is(lost), "control"


def test_one_whose_making_was_cut_off_is_taken_up_again(world, bob, monkeypatch):
    """The process ends midway: nothing says so, no bytes are kept, and the job is not run again by the queue."""
    commands.ask_for_export(actor_id=bob.id)
    with monkeypatch.context() as dying:
        dying.setattr(commands, "let_go", lambda **_: None)
        dying.setattr(making.page, "written", lambda _rows: iter(_dies()))
        with pytest.raises(SystemExit):
            tasks.make_export.run(bob.id)
    cut_off = kept(bob)
    assert (cut_off.is_waiting(), cut_off.stored) == (True, None)
    assert cut_off.done > 0
    jobs.run_waiting()
    assert kept(bob).is_waiting(), "another does not take it while that one may live"
    with clock.at(NOON + LOST):
        tasks.make_waiting.run()
        jobs.run_waiting()
        assert kept(bob).is_ready()
        assert queries.exports_to_make() == []


def _dies():
    yield "<html>"
    raise SystemExit


def test_a_lost_wake_up_is_found_by_the_sweep(world, bob, monkeypatch):
    monkeypatch.setattr(jobs.Job, "wake", lambda *_: None)
    commands.ask_for_export(actor_id=bob.id)
    monkeypatch.undo()
    tasks.make_waiting.run()
    jobs.run_waiting()
    assert kept(bob).is_ready()


@pytest.mark.logs_errors
def test_one_that_fails_again_and_again_is_given_up_and_can_be_asked_for(world, bob, monkeypatch):
    with monkeypatch.context() as failing:
        failing.setattr(making.data, "written", lambda _rows: iter(_fails()))
        commands.ask_for_export(actor_id=bob.id)
        for _ in range(TRIES):
            with pytest.raises(OSError, match="no"):
                tasks.make_export.run(bob.id)
        tasks.make_export.run(bob.id)
        assert kept(bob).failed_at is not None
    copy_of(bob)


def _fails():
    yield "{"
    raise OSError("no")


def test_whoever_has_lost_it_keeps_nothing(world, bob):
    commands.ask_for_export(actor_id=bob.id)
    turn = commands.claim_export(person_id=bob.id)
    assert commands.claim_export(person_id=bob.id) is None, "one job at a time"
    with clock.at(NOON + LOST):
        assert commands.claim_export(person_id=bob.id) == turn + 1
    for late in (
        lambda: commands.note_progress(person_id=bob.id, turn=turn, done=1, steps=2),
        lambda: commands.keep_export(person_id=bob.id, turn=turn, stored="0" * 32, size=1),
    ):
        with pytest.raises(Conflict):
            late()
    assert kept(bob).stored is None


def test_one_that_is_deleted_while_it_is_made_leaves_no_bytes(world, bob, monkeypatch):
    commands.ask_for_export(actor_id=bob.id)
    put: list[str] = []
    keep = commands.keep_export

    def delete_first(**about):
        put.append(about["stored"])
        commands.delete_export(actor_id=bob.id)
        keep(**about)

    monkeypatch.setattr(commands, "keep_export", delete_first)
    tasks.make_export.run(bob.id)
    assert again(bob) is None
    assert [there_is(each) for each in put] == [False]


def test_nothing_is_made_or_kept_for_who_has_left(world, ann, bob):
    copy_of(ann)
    stored = kept(ann).stored
    commands.ask_for_export(actor_id=bob.id)
    for person in (ann, bob):
        close_account(person)
    jobs.run_waiting()
    assert kept(bob).is_waiting()
    tasks.forget.run()
    assert (again(ann), again(bob)) == (None, None)
    assert not there_is(stored)


@pytest.mark.parametrize("act", ["purge", "redact", "hide"])
def test_a_copy_says_no_more_what_was_removed_for_good(world, ann, bob, act):
    post = things.open_topic(bob, world.cohort, text="The patient in bed seven told me")
    assert "bed seven" in copy_of(bob).all
    before = kept(bob).stored
    if act == "purge":
        moderation.purge(actor_id=ann.id, post_id=post.id, ground="patient", version=1)
    elif act == "redact":
        moderation.redact(actor_id=ann.id, post_id=post.id, words="bed seven", ground="patient", version=1)
    else:
        moderation.hide(actor_id=ann.id, post_id=post.id, ground="patient")
    assert kept(bob).is_ready() == (act == "hide")
    jobs.run_waiting()
    with storage.store().open(kept(bob).stored) as file:
        copy = opened(file.read())
    assert ("bed seven" in copy.all) == there_is(before) == (act == "hide")


def test_it_is_made_anew_however_often_something_is_removed_for_good(world, ann, bob):
    """Each time is a beginning: what had succeeded is no try that failed."""
    copy_of(bob)
    for _ in range(TRIES + 1):
        decision = decide(ann, Verdict.PURGE, "a patient", space_id=world.cohort.id)
        db.command(commands.make_anew)(decision.id)
        assert kept(bob).is_waiting(), "control"
        tasks.make_export.run(bob.id)
        assert kept(bob).is_ready()
    assert len(letters(LetterKind.EXPORT)) == 1, "they asked once"
    with clock.at(NOON + timedelta(hours=1)):
        copy_of(bob)
    assert len(letters(LetterKind.EXPORT)) == 2, "control"


def test_a_letter_that_came_to_nothing_is_written_again(world, ann, bob):
    """It was to be sent while the copy was made anew: nobody would hear of that."""
    commands.ask_for_export(actor_id=bob.id)
    tasks.make_export.run(bob.id)
    (letter,) = letters(LetterKind.EXPORT)
    decision = decide(ann, Verdict.PURGE, "a patient", space_id=world.cohort.id)
    db.command(commands.make_anew)(decision.id)
    postman.deliver_letter.run(letter.id)
    assert letters(LetterKind.EXPORT) == [], "control"
    tasks.make_export.run(bob.id)
    assert len(letters(LetterKind.EXPORT)) == 1


def test_one_whose_week_is_over_is_not_made_anew(world, ann, bob):
    copy_of(bob)
    anew = db.command(commands.make_anew)
    decision = decide(ann, Verdict.PURGE, "a patient", space_id=world.cohort.id)
    with clock.at(NOON + KEEP):
        anew(decision.id)
        assert not kept(bob).is_waiting()
    anew(decision.id)
    assert kept(bob).is_waiting(), "control"


def test_throttles_are_kept_for_each_person(world, bob):
    commands.ask_for_export(actor_id=bob.id)
    assert db.session.get(Throttle, f"export:{bob.id}") is not None
    assert db.session.query(Letter).count() == 0
