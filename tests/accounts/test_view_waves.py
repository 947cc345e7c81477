"""The pages of lists: what they show before anything is sent, while it is, and after."""

import csv
import io
import re
from io import BytesIO

import pytest

from cop import db, jobs
from cop.accounts import commands, queries
from cop.accounts.queries.pairs import Gap
from cop.models import Fate, Wave
from tests import people, waves
from tests.people import words
from tests.waves import ROWAN

BAD = "=1+1,no address,T01,,Cohort 1,,,"


def upload(client, *lines: str, name: str = "people.csv"):
    return people.post(client, "/waves", {"file": (BytesIO(waves.table(*lines)), name)})


def test_a_list_is_looked_at_then_sent(world, client_for):
    staff = client_for(world.staff)
    answer = upload(staff, ROWAN, BAD)
    assert answer.status_code == 303
    page = words(staff.get(answer.location))
    assert "1 person will get an invitation" in page
    assert "1 line has a problem" in page
    assert "Enter an e-mail address" in page
    assert "Invite 1 person" in page

    assert people.post(staff, f"{answer.location}/sending", {}).status_code == 303
    assert "The invitations are being written" in words(staff.get(answer.location))
    jobs.run_waiting()
    page = words(staff.get(answer.location))
    assert "1 person was invited. 0 people have come so far." in page
    assert "Invited until" in words(staff.get(f"{answer.location}?show=sent"))
    assert "people.csv" in words(staff.get("/waves"))


def test_how_far_it_has_come_is_asked_for_until_it_is_done(world, client_for):
    staff = client_for(world.staff)
    address = upload(staff, ROWAN, ROWAN.replace("rowan", "bo")).location
    wave = db.session.query(Wave).one()
    people.post(staff, f"{address}/sending", {})
    waves.send_line(wave)

    piece = words(staff.get(address, headers={"HX-Request": "true"}))
    assert "<html" not in piece
    assert 'hx-trigger="every 1s"' in piece
    assert '<progress class="cop-progress" max="2" value="1"' in piece
    jobs.run_waiting()
    assert "hx-trigger" not in words(staff.get(address, headers={"HX-Request": "true"}))


def test_what_is_wrong_can_be_saved_and_no_cell_of_it_is_a_formula(world, client_for):
    staff = client_for(world.staff)
    address = upload(staff, ROWAN, BAD).location
    answer = staff.get(f"{address}/problems.csv")

    head, line = csv.reader(io.StringIO(words(answer).removeprefix("\ufeff")))
    assert head[-1] == "What is wrong"
    assert line[:3] == ["'=1+1", "no address", "T01"]
    assert "Enter an e-mail address" in line[-1]


def test_the_example_is_a_list(world, client_for):
    answer = client_for(world.staff).get("/waves/example.csv")
    assert answer.mimetype == "text/csv"
    assert (
        words(answer)
        .removeprefix("\ufeff")
        .startswith("Name,E-mail,Organisation,Role,Cohort,Set,Pair,Sponsor")
    )


@pytest.mark.parametrize("sent", [{}, {"file": (BytesIO(b""), "")}, {"file": "words"}])
def test_no_file_is_asked_for(world, client_for, sent):
    answer = people.post(client_for(world.staff), "/waves", sent)
    assert answer.status_code == 422
    assert "Choose a file." in words(answer)


def test_a_file_that_is_no_list_is_told_so(world, client_for):
    sent = {"file": (BytesIO(b"Name\nRowan\n"), "x.csv")}
    answer = people.post(client_for(world.staff), "/waves", sent)
    assert answer.status_code == 422
    assert "“E-mail” is missing" in words(answer)


def test_a_long_list_is_shown_in_pages(world, client_for):
    staff = client_for(world.staff)
    lines = [f"P,person{number}@trust.example,,,Cohort 1,,," for number in range(120)]
    address = upload(staff, *lines).location

    first = words(staff.get(address))
    assert first.count('data-label="Line"') == 100
    second = words(staff.get(f"{address}?show=new&after=101"))
    assert second.count('data-label="Line"') == 20
    assert staff.get(f"{address}?after=x").status_code == 400


def test_people_are_reminded_and_lists_forgotten_from_the_page(world, client_for):
    staff = client_for(world.staff)
    wave = waves.send(world.staff.id, ROWAN)
    answer = people.post(staff, f"/waves/{wave.id}/reminders", {})
    assert "Everybody has come, or had a letter" in words(staff.get(answer.location))
    answer = people.post(staff, f"/waves/{wave.id}/removal", {})
    assert "The list is forgotten" in words(staff.get(answer.location))
    assert staff.get(f"/waves/{wave.id}").status_code == 404


def test_whoever_was_invited_so_finds_what_is_known_of_them(world, app):
    waves.send(world.staff.id, ROWAN)
    (made,) = [row.invitation for row in waves.rows(db.session.query(Wave).one())]
    page = words(app.test_client().get(commands.invitation_link(made).removeprefix("http://localhost")))
    assert 'value="Rowan Ashdown"' in page
    assert f'<option value="{made.organisation_id}" selected>' in page
    assert 'value="rd_director" checked' in page


def test_the_same_queries_for_few_lines_and_for_many(world, client_for, count_queries):
    staff = client_for(world.staff)
    few = upload(staff, ROWAN).location
    many = upload(staff, *(f"P,person{number}@trust.example,,,Cohort 1,,," for number in range(60))).location
    for address in (few, many):
        staff.get(address)
    with count_queries() as of_few:
        staff.get(few)
    with count_queries() as of_many:
        staff.get(many)
    assert len(of_few) == len(of_many)


def test_others_find_no_such_page(world, client_for):
    assert Fate.NEW in waves.fates(waves.upload(world.staff.id, ROWAN))
    for person in (world.ann, world.bob, world.mallory):
        assert client_for(person).get("/waves").status_code == 404
        assert "/waves" not in words(client_for(person).get("/spaces"))
    assert "/waves" in words(client_for(world.staff).get("/spaces"))


def test_pairs_that_need_somebody_are_listed(world, client_for, monkeypatch):
    staff = client_for(world.staff)
    assert "Pairs that need somebody new" not in words(staff.get("/waves")), "control"
    monkeypatch.setattr(queries, "pairs_with_a_gap", lambda: [Gap("Invented Trust", "1", "Bob")])
    page = words(staff.get("/waves"))
    assert "Pairs that need somebody new" in page
    assert "Invented Trust, pair 1 · Bob has moved on" in re.sub(r"<[^>]+>", "", page)
    assert client_for(world.bob).get("/waves").status_code == 404, "nobody else brings people in"
