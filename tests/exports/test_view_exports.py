"""The page of my data, and the copy that I save from it: mine alone, whatever anybody is."""

import re
from datetime import timedelta

import pytest

from cop import clock, db, jobs
from cop.exports import commands, queries, tasks
from cop.models import AppointmentRole, Export, Person
from tests import measures, people
from tests.accounts.letterbox import close_account
from tests.conftest import NOON
from tests.exports.copies import again, opened
from tests.people import words


def test_a_copy_is_asked_for_made_saved_and_deleted(world, bob, client_for):
    browser = client_for(bob)
    page = words(browser.get("/me/data"))
    assert "Make a copy of my data" in page
    assert "What you wrote" in page
    assert all(each in page for each in queries.UNTOLD)

    assert people.post(browser, "/me/data").status_code == 303
    assert "Your copy is being made" in words(browser.get("/me/data"))
    assert browser.get("/me/data/copy", buffered=True).status_code == 404, "not yet"
    jobs.run_waiting()
    page = words(browser.get("/me/data"))
    assert "Your copy is ready" in page
    assert "9 Mar 2026" in page

    answer = browser.get("/me/data/copy", buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data-2026-03-02.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    copy = opened(answer.data)
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert copy.rows("person")[0]["name"] == "Bob"

    assert people.post(browser, "/me/data/copy/removal").status_code == 303
    assert browser.get("/me/data/copy", buffered=True).status_code == 404
    assert "Make a copy of my data" in words(browser.get("/me/data"))


def test_how_far_it_has_come_is_asked_for_until_it_is_done(world, bob, client_for):
    browser, asking = client_for(bob), {"HX-Request": "true"}
    commands.ask_for_export(actor_id=bob.id)
    turn = commands.claim_export(person_id=bob.id)
    commands.note_progress(person_id=bob.id, turn=turn, done=3, steps=9)
    piece = words(browser.get("/me/data", headers=asking))
    assert "<html" not in piece
    assert 'hx-trigger="every 2s"' in piece
    assert re.search(r'<progress[^>]*max="9" value="3"', piece)
    commands.let_go(person_id=bob.id, turn=turn)
    jobs.run_waiting()
    assert "hx-trigger" not in words(browser.get("/me/data", headers=asking))


def test_too_many_are_refused_with_a_word(world, bob, client_for):
    browser = client_for(bob)
    for _ in range(commands.BURST + 1):
        people.post(browser, "/me/data")
        jobs.run_waiting()
    assert "Wait until tomorrow" in words(browser.get("/me/data"))


def test_one_that_failed_says_what_to_do(world, bob, client_for):
    commands.ask_for_export(actor_id=bob.id)

    @db.command
    def fail() -> None:
        db.lock(Export, bob.id).failed_at = clock.now()

    fail()
    assert "could not be made" in words(client_for(bob).get("/me/data"))


@pytest.mark.parametrize("who", ["ann", "mallory", "staff", "steward"])
def test_nobody_has_a_way_to_the_copy_of_another(world, bob, client_for, who):
    """Neither who moderates them nor who runs the network (CVE-2026-27153)."""
    other = people.a_steward() if who == "steward" else getattr(world, who)
    people.post(client_for(bob), "/me/data")
    jobs.run_waiting()
    browser = client_for(other)
    for more in ("", f"?person_id={bob.id}", f"?id={bob.id}"):
        assert browser.get(f"/me/data/copy{more}", buffered=True).status_code == 404
    assert "Your copy is ready" not in words(browser.get("/me/data"))
    people.post(browser, "/me/data/copy/removal", {"person_id": bob.id})
    people.post(browser, "/me/data", {"person_id": bob.id})
    assert client_for(bob).get("/me/data/copy", buffered=True).status_code == 200, "control: it is his"
    assert again(other).person_id == other.id


def test_whether_it_may_be_opened_is_asked_each_time(world, bob, client_for):
    browser = client_for(bob)
    people.post(browser, "/me/data")
    jobs.run_waiting()
    assert browser.get("/me/data/copy", buffered=True).status_code == 200
    with clock.at(NOON + timedelta(days=7)):
        again_here = client_for(bob).get("/me/data/copy", buffered=True)
        assert again_here.status_code == 404, "no job has run"
        tasks.forget.run()
    people.post(browser, "/me/data")
    jobs.run_waiting()
    close_account(bob)
    answer = browser.get("/me/data/copy")
    assert (answer.status_code, answer.location.startswith("/sign-in")) == (303, True)


def test_a_member_who_is_suspended_has_a_copy_too(world, ann, bob, client_for):
    measures.suspend(
        actor_id=ann.id,
        space_id=world.cohort.id,
        person_id=bob.id,
        until=NOON + timedelta(days=9),
        reason="Rest",
    )
    _takes_one(client_for(bob))


def test_so_has_who_belongs_to_no_space(world, client_for):
    _takes_one(client_for(people.newcomer("alone")))


def test_so_has_a_sponsor(world, client_for):
    sponsor: Person = people.newcomer("sponsor")
    people.appoint(sponsor, AppointmentRole.SPONSOR)
    _takes_one(client_for(sponsor))


def _takes_one(browser) -> None:
    assert 'href="/me/data"' in words(browser.get("/")), "the menu leads there"
    people.post(browser, "/me/data")
    jobs.run_waiting()
    assert browser.get("/me/data/copy", buffered=True).status_code == 200
