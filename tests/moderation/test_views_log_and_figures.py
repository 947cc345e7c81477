"""The log filtered and saved as a table without formulas or reporters; and a space's figures, which name nobody."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.moderation import commands
from cop.web.sheets import FORMULAS, cell, sheet
from tests.moderation import things
from tests.people import newcomer


def html(response, status=200):
    assert response.status_code == status
    return response.get_data(as_text=True)


@pytest.fixture
def two(world, ann, bob):
    """One hidden with a reason that looks like a formula, one that was reported and left."""
    hidden = things.open_topic(bob, world.cohort, title="Hidden one")
    commands.hide(actor_id=ann.id, post_id=hidden.id, reason="=HYPERLINK(1)")
    left = things.open_topic(bob, world.cohort, title="Left one")
    review_id = things.reported(newcomer("reporter-dan", world.cohort), left, reason="canary-words")
    commands.dismiss(actor_id=ann.id, review_id=review_id)


def test_it_is_filtered_by_what_who_where_and_when(client_for, ann, bob, two):
    client = client_for(ann)
    both = html(client.get("/moderation/decisions"))
    assert "Hidden one" in both
    assert "Left one" in both
    for asked in ("verdict=hide", f"verdict=hide&by={ann.id}&since=2026-03-02&until=2026-03-02"):
        page = html(client.get(f"/moderation/decisions?{asked}"))
        assert "Hidden one" in page
        assert "Left one" not in page
    others = ("since=2026-03-03", "until=2026-03-01", f"by={bob.id}", "space=999999", "verdict=pin")
    for asked in others:
        page = html(client.get(f"/moderation/decisions?{asked}"))
        assert "Nothing like that was decided" in page, asked
    assert "Hidden one" in html(client.get("/moderation/decisions?verdict=nonsense&since=x&by=y"))


def test_it_is_saved_as_a_table_without_formulas_and_reporters(client_for, ann, bob, two):
    response = client_for(ann).get("/moderation/decisions.csv")
    text = html(response).removeprefix("\ufeff")
    assert response.mimetype == "text/csv"
    assert "attachment" in response.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[3] for row in rows[1:]] == ["dismissed", "hidden"]
    assert rows[2][8] == "'=HYPERLINK(1)"
    assert "eporter" not in text
    assert "canary-words" not in text
    assert client_for(bob).get("/moderation/decisions.csv").status_code == 404
    assert "hidden" not in html(client_for(ann).get("/moderation/decisions.csv?verdict=dismiss"))


@given(st.text())
def test_no_cell_is_a_formula(words):
    assert not cell(words).lstrip(" \u00a0").startswith(FORMULAS)
    assert cell(words) in (words, f"'{words}")


@pytest.mark.parametrize("sign", FORMULAS)
def test_each_sign_that_begins_a_formula_is_only_a_sign(sign):
    table = (
        sheet("x.csv", ("a",), [(f"{sign}1+1",), (f" {sign}1",)])
        .get_data(as_text=True)
        .removeprefix("\ufeff")
    )
    cells = [row[0] for row in csv.reader(io.StringIO(table, newline=""))][1:]
    assert all(each.startswith("'") for each in cells)


def test_figures_are_counts_and_times_that_name_nobody(world, client_for, ann, bob):
    page = html(client_for(bob).get("/spaces/cohort-1/transparency"))
    assert "Too little has been decided" in page
    for number in range(6):
        topic = things.open_topic(bob, world.cohort, title=f"Number {number}")
        review_id = things.reported(newcomer(f"r{'abcdef'[number]}", world.cohort), topic)
        commands.hide_reviewed(actor_id=ann.id, review_id=review_id, ground="unkind")
    left = things.open_topic(bob, world.cohort, title="Left")
    commands.dismiss(actor_id=ann.id, review_id=things.reported(newcomer("last", world.cohort), left))
    page = html(client_for(bob).get("/spaces/cohort-1/transparency"))
    told = " ".join(page.split())
    assert "Hidden by a moderator</th>" in told
    assert "6 </td>" in told
    assert "fewer than 5" in told, "the one that was left"
    assert "decided within less than an hour" in told
    assert "Ann" not in told.partition("<main")[2].partition("</main>")[0]


def test_they_are_for_who_reads_the_space(client_for, mallory, world):
    assert client_for(mallory).get("/spaces/cohort-1/transparency").status_code == 404
    assert client_for(world.staff).get("/spaces/cohort-1/transparency").status_code == 200
