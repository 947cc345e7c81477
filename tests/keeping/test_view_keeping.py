"""The pages of keeping: the schedule, its figures, a period that is looked at before it is saved, and holds."""

import csv
import io

import pytest

from cop import clock, db
from cop.keeping import tasks
from cop.models import Hold, KeepingRule, Kept, Letter
from cop.models.keeping import DAY, SCHEDULE
from cop.models.keeping_rows import period_of
from tests import people
from tests.accounts.letterbox import close_account
from tests.conftest import NOON
from tests.keeping.things import let_go_of, place, put, write_letters
from tests.people import post, words

ADDRESS = "/retention/letters"


@pytest.fixture
def steward(world, client_for):
    return client_for(people.a_steward("steward", world.network))


def test_every_member_reads_the_schedule_and_no_figure(world, client_for):
    write_letters(world, 1_234, days=400)
    page = words(client_for(world.mallory).get("/kept"))
    assert "1,234" in words(client_for(world.staff).get("/retention")), "control"
    for rule in SCHEDULE.values():
        assert rule.name in page
    assert "1,234" not in page
    assert "/retention" not in page
    assert 'href="/kept"' in words(client_for(world.mallory).get("/privacy"))
    assert client_for(None).get("/kept").status_code == 303


def test_the_schedule_is_saved_as_a_table(world, client_for, steward):
    post(steward, ADDRESS, {"days": "90", "reason": "Shorter", "seen": "365"})
    answer = client_for(world.bob).get("/kept.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(words(answer).removeprefix("\ufeff"))))
    assert len(rows) == len(SCHEDULE) + 1
    letters = next(row for row in rows if row[0] == "Letters")
    assert letters[1] == "90 days"
    assert letters[4:] == ["30", "730"]


def test_nobody_else_finds_figures_periods_or_holds(world, client_for):
    hold = place(world, space_id=world.cohort.id)
    addresses = ("/retention", ADDRESS, "/holds", "/holds/new", f"/holds/{hold.id}")
    for address in addresses:
        assert client_for(world.staff).get(address).status_code == 200, "control"
        for person in (world.ann, world.bob, world.mallory):
            assert client_for(person).get(address).status_code == 404, address
    for address in (ADDRESS, "/holds/new", f"/holds/{hold.id}/lifting"):
        assert post(client_for(world.ann), address, {"days": "90", "reason": "x"}).status_code == 404
    assert db.session.query(KeepingRule).count() == 0


@pytest.mark.parametrize("kind", ["throttles", "lines", "decisions", "none"])
def test_what_nobody_chooses_is_no_address(world, client_for, kind):
    assert client_for(world.staff).get(f"/retention/{kind}").status_code == 404


def test_figures_say_what_is_due_and_what_went_and_never_what_it_is(world, client_for):
    put(Kept.REMOVED_POSTS, world)
    put(Kept.LETTERS, world)
    with clock.at(NOON + 400 * DAY):
        let_go_of(Kept.LETTERS)
        page = words(client_for(world.staff).get("/retention"))
    assert "1 went that day" in page
    for said in ("Bob", world.bob.email):
        assert said not in page, said


def test_figures_say_when_something_went_last_and_not_when_nothing_did(world, client_for):
    put(Kept.LETTERS, world)
    put(Kept.REMOVED_POSTS, world)
    for days in (400, 401):
        with clock.at(NOON + days * DAY):
            tasks.let_go.run()
            page = words(client_for(world.staff).get("/retention"))
    assert page.count("1 went that day") == page.count("went that day") == 2
    assert (page.count('datetime="2027-04-06'), page.count('datetime="2027-04-07')) == (2, 0)


def test_a_longer_period_is_saved_at_once(world, steward):
    write_letters(world, 3)
    assert post(steward, ADDRESS, {"days": "700", "reason": "Longer", "seen": "365"}).status_code == 303
    assert period_of(Kept.LETTERS) == 700 * DAY


def test_a_shorter_one_shows_what_would_go_and_is_saved_when_that_is_said_again(world, steward):
    write_letters(world, 1_204, days=100)
    typed = {"days": "90", "reason": "Shorter", "seen": "365"}
    page = words(post(steward, ADDRESS, typed))
    assert "With 90 days instead of 365, 1,204 would go at once." in page
    assert 'name="agreed" value="90"' in page
    assert period_of(Kept.LETTERS) == 365 * DAY, "nothing is saved yet"
    page = words(post(steward, ADDRESS, typed | {"days": "60", "agreed": "90"}))
    assert "With 60 days instead of 365" in page, "other days are shown first"
    assert post(steward, ADDRESS, typed | {"agreed": "90"}).status_code == 303
    assert period_of(Kept.LETTERS) == 90 * DAY
    assert db.session.query(Letter).count() == 1_204, "the job lets go, and nobody waits for it"


def test_a_look_saves_nothing_and_needs_no_reason(world, steward):
    write_letters(world, 2, days=100)
    page = words(post(steward, ADDRESS, {"days": "90", "seen": "365", "look": "y"}))
    assert "2 would go at once." in page
    assert 'name="agreed"' not in page
    place(world)
    page = words(post(steward, ADDRESS, {"days": "90", "seen": "365", "look": "y"}))
    assert "nothing would go at once." in page
    assert period_of(Kept.LETTERS) == 365 * DAY


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"days": ""}, "Enter a number of days."),
        ({"days": "x"}, "Enter a number of days."),
        ({"days": "3"}, "Enter a number from 30 to 730."),
        ({"days": "3", "look": "y"}, "Enter a number from 30 to 730."),
        ({"days": "99999999999999999999"}, "Enter a number from 30 to 730."),
        ({"reason": ""}, "Say why."),
        ({"reason": "999 000 0018"}, "NHS number"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(world, steward, typed, said):
    answer = post(steward, ADDRESS, {"days": "90", "reason": "x", "seen": "365"} | typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert period_of(Kept.LETTERS) == 365 * DAY


@pytest.mark.parametrize("seen", ["365", "9" * 15, "x"])
def test_who_saw_another_period_is_told(world, steward, seen):
    post(steward, ADDRESS, {"days": "700", "reason": "x", "seen": "365"})
    answer = post(steward, ADDRESS, {"days": "500", "reason": "x", "seen": seen})
    assert answer.status_code == 409
    assert "Somebody else has changed this meanwhile." in words(answer)


def test_a_hold_on_a_person_is_placed_and_lifted(world, steward):
    page = words(steward.get("/holds"))
    assert "There is no hold" in page
    page = words(steward.get("/holds/new?name=bob"))
    assert "Bob, R&amp;D manager" in page
    typed = {"scope": "person", "person": world.bob.id, "reference": "FOI 7", "reason": "A request"}
    assert post(steward, "/holds/new?name=bob", typed).status_code == 303
    (hold,) = db.session.query(Hold).all()
    page = words(steward.get("/holds"))
    assert "Stands" in page
    assert "FOI 7" in page

    assert post(steward, f"/holds/{hold.id}/lifting", {"reason": ""}).status_code == 422
    assert post(steward, f"/holds/{hold.id}/lifting", {"reason": "Answered"}).status_code == 303
    assert "Lifted" in words(steward.get("/holds"))
    page = words(steward.get(f"/holds/{hold.id}"))
    assert "<dd>Answered</dd>" in page
    assert "Lift the hold" not in page


@pytest.mark.parametrize("scope", ["space", "all"])
def test_a_hold_on_a_space_or_everything(world, steward, scope):
    typed = {"scope": scope, "space": world.cohort.id, "reference": "FOI 7", "reason": "A request"}
    assert post(steward, "/holds/new", typed).status_code == 303
    (hold,) = db.session.query(Hold).all()
    assert (hold.person_id, hold.space_id) == (None, world.cohort.id if scope == "space" else None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"scope": ""}, "Choose what has to be kept."),
        ({"scope": "person"}, "Look for a person by name, then choose them."),
        ({"scope": "space", "space": ""}, "Choose a space."),
        ({"scope": "all", "reference": ""}, "Enter the number or the name of the matter."),
        ({"scope": "all", "reason": ""}, "Say why."),
        ({"scope": "person", "person": "x"}, "Invalid"),
    ],
)
def test_what_is_missing_of_a_hold_is_said(world, steward, typed, said):
    answer = post(steward, "/holds/new", {"reference": "x", "reason": "x"} | typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert db.session.query(Hold).count() == 0


def test_who_has_left_is_found_and_oneself_is_not(world, client_for, steward):
    close_account(world.bob)
    page = words(client_for(world.staff).get("/holds/new?name=b"))
    assert "Bob" in page
    assert "Sam" in words(steward.get("/holds/new?name=sam")).partition("<main")[2], "control"
    assert "Nobody is called so" in words(client_for(world.staff).get("/holds/new?name=sam"))
    assert client_for(world.staff).get("/holds/new?name=" + "x" * 101).status_code == 400


def test_a_moderator_is_told_before_they_type_anything(world, client_for):
    post_id = _post(world)
    address = f"/posts/{post_id}/purge"
    assert client_for(world.ann).get(address).status_code == 200, "control"
    place(world, space_id=world.cohort.id)
    for each in (address, f"/posts/{post_id}/redaction"):
        answer = client_for(world.ann).get(each)
        assert answer.status_code == 409
        assert "This is under a legal hold" in words(answer)
    assert client_for(world.ann).get(f"/posts/{post_id}/hide").status_code == 200


@db.command
def _post(world) -> int:
    return people.put_post(people.put_topic(world.cohort, world.bob, "T"), world.bob, "Two words").id
