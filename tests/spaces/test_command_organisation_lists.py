"""Lists of organisations: looked at, entered line by line, and the same list once more."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Conflict, Forbidden
from cop.models import Organisation, SearchEntry
from cop.spaces import commands
from cop.spaces.commands import Coming, organisation_lists, organisations
from tests import people
from tests.spaces.lists import MARL, VALE, comings, enter, foresee, table

BAD, CHANGED, NEW, SAME = Coming.BAD, Coming.CHANGED, Coming.NEW, Coming.SAME


def known() -> dict[str, Organisation]:
    query = sa.select(Organisation).execution_options(populate_existing=True)
    return {each.code: each for each in db.session.scalars(query)}


def test_a_list_is_looked_at_and_nothing_is_entered(world):
    before = known().keys()
    judged = foresee(world.staff.id, VALE, "t01,Invented Trust,,North West,acute,", "T01,Twice,,,,")

    assert comings(judged) == [NEW, SAME, BAD]
    assert judged[2].said == "Line 3 has the same code."
    assert known().keys() == before


def test_what_is_right_is_entered_and_what_is_wrong_stops_nothing_else(world):
    lines = (",No code,,,,", "X03,,,,,", VALE, f"{'X' * 21},Long,,,,", f"X04,{'Long ' * 39},,,,", MARL)
    judged = enter(world.staff.id, *lines)

    assert comings(judged) == [BAD, BAD, NEW, BAD, BAD, NEW]
    assert [each.said for each in judged if each.coming is BAD] == [
        "It has no code.",
        "It has no name.",
        "Code: That is 21 characters; at most 20 fit. Please shorten it.",
        "Name: That is 194 characters; at most 160 fit. Please shorten it.",
    ]
    vale = known()["X01"]
    assert (vale.name, vale.town, vale.region, vale.kind) == ("Teasel Vale", "Teasel", "North West", "acute")
    assert {"X02", "T01"} < known().keys()
    assert "X03" not in known()


def test_the_same_list_twice_changes_nothing(world, count_queries):
    lines = (VALE, MARL, "X03,Old Vale,,,,X01")
    assert comings(enter(world.staff.id, *lines)) == [NEW, NEW, NEW]
    before = {code: each.id for code, each in known().items()}

    with count_queries() as queries:
        again = enter(world.staff.id, *lines)
    assert comings(again) == [SAME, SAME, SAME]
    assert not [query for query in queries if query.startswith(("INSERT", "UPDATE"))]
    assert {code: each.id for code, each in known().items()} == before


def test_what_a_list_says_otherwise_is_changed_and_what_it_leaves_out_stays(world):
    enter(world.staff.id, VALE, MARL)
    judged = enter(world.staff.id, "x01,Teasel Vale and Dale,,,,", "X02,Marlfield,Marl,Midlands,,X01")

    assert comings(judged) == [CHANGED, CHANGED]
    assert judged[0].said == "Name was “Teasel Vale”."
    assert judged[1].said == "Town was empty. Successor was empty."
    vale, marl = known()["X01"], known()["X02"]
    assert (vale.name, vale.town, vale.region, vale.kind) == (
        "Teasel Vale and Dale",
        "Teasel",
        "North West",
        "acute",
    )
    assert (marl.town, marl.successor_id) == ("Marl", vale.id)


def test_a_column_that_is_not_there_leaves_what_is_known(world):
    enter(world.staff.id, VALE)
    lines = commands.read_organisations(b"Code;Kind\nX01;integrated\n")
    judged = commands.enter_organisations(actor_id=world.staff.id, lines=lines)

    assert [each.said for each in judged] == ["Kind was “acute”."]
    assert (known()["X01"].name, known()["X01"].kind) == ("Teasel Vale", "integrated")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("X01,One,,,,X02", "X02,Two,,,,"), ["", ""]),
        (("X01,One,,,,t01",), [""]),
        (("X01,One,,,,X09",), ["No organisation has the code X09."]),
        (("X01,One,,,,X02", "X02,,,,,"), ["No organisation has the code X02.", "It has no name."]),
        (
            ("X00,Nought,,,,X01", "X01,One,,,,X02", "X02,Two,,,,X09"),
            [f"No organisation has the code X0{number}." for number in (1, 2, 9)],
        ),
        (("X01,One,,,,X01",), [organisations.ROUND]),
        (
            ("X01,One,,,,X02", "X02,Two,,,,X03", "X03,Three,,,,X01"),
            [organisations.ROUND] * 3,
        ),
    ],
)
def test_a_successor_is_there_or_comes_with_the_list_and_is_never_itself(world, lines, expected):
    seen = [each.said for each in foresee(world.staff.id, *lines)]
    entered = [each.said for each in enter(world.staff.id, *lines)]

    assert seen == entered == expected
    there = {line.partition(",")[0] for line, said in zip(lines, expected, strict=True) if not said}
    assert known().keys() - {"T01"} == there


def test_a_circle_with_what_is_known_is_seen_before_it_is_entered(world):
    enter(world.staff.id, VALE, "X02,Marlfield,,,,X01")
    judged = foresee(world.staff.id, "X01,,,,,X02")

    assert [each.said for each in judged] == [organisations.ROUND]


def test_what_has_gone_wrong_meanwhile_is_told_of_its_line(world, monkeypatch):
    """Somebody else enters the one while the list is on its way to the other."""
    keep = organisation_lists.keep

    def rival(*, actor_id, row):
        if row.code == "X01":
            commands.create_organisation(actor_id=None, code="X02", name="Of a rival")
            commands.name_successor(
                actor_id=None, organisation_id=known()["X02"].id, successor_id=known()["T01"].id
            )
        keep(actor_id=actor_id, row=row)

    monkeypatch.setattr(organisation_lists, "keep", rival)
    judged = enter(world.staff.id, VALE, MARL, "T01,,,,,X02")

    assert comings(judged) == [NEW, NEW, BAD]
    assert judged[2].said == organisations.ROUND
    assert known()["X02"].name == "Marlfield"


def test_a_line_that_is_entered_without_what_took_it_in_says_so(world, monkeypatch):
    """Somebody else turns the one around as soon as the line is entered."""
    succeed = organisation_lists.succeed

    def rival(*, actor_id, row):
        of = known()
        if row.code == "X01":
            commands.name_successor(actor_id=None, organisation_id=of["T01"].id, successor_id=of["X01"].id)
        succeed(actor_id=actor_id, row=row)

    enter(world.staff.id, MARL)
    monkeypatch.setattr(organisation_lists, "succeed", rival)
    judged = enter(
        world.staff.id, "X01,Teasel Vale,,,,T01", "X02,Marlfield and Vale,,,,X01", "X03,New,,,,T01"
    )

    assert comings(judged) == [NEW, CHANGED, NEW]
    assert judged[0].said == f"Entered, but not what took it in: {organisations.ROUND}"
    assert [each.is_whole for each in judged] == [False, True, True]
    assert (known()["X01"].name, known()["X01"].successor_id) == ("Teasel Vale", None)


def test_whoever_works_there_is_found_by_its_new_name(world):
    def words() -> str:
        query = sa.select(SearchEntry.words).where(SearchEntry.person_id == world.bob.id)
        return str(db.session.scalar(query))

    enter(world.staff.id, "T01,Thistledown Trust,,,,")
    assert "thistledown" in words().lower()
    enter(world.staff.id, "T01,Burdock Trust,,,,")
    assert "burdock" in words().lower()
    assert "thistledown" not in words().lower()


def test_staff_and_stewards_take_lists_in_and_nobody_else(world):
    steward = people.a_steward()
    assert comings(enter(steward.id, VALE)) == [NEW]

    for actor in (world.ann, world.bob, world.mallory):
        for verb in (foresee, enter):
            with pytest.raises(Forbidden):
                verb(actor.id, MARL)
    assert "X02" not in known()


def test_one_is_changed_by_hand(world):
    commands.create_organisation(actor_id=None, code="X01", name="Teasel Vale", town="Teasel")
    made = known()["X01"]
    row = commands.OrganisationRow("x1", "Teasel Dale", region="Midlands", successor="t01")
    commands.edit_organisation(actor_id=world.staff.id, organisation_id=made.id, row=row)

    changed = known()["X1"]
    assert (changed.id, changed.name, changed.town, changed.region) == (
        made.id,
        "Teasel Dale",
        "",
        "Midlands",
    )
    assert changed.successor.code == "T01"
    row = commands.OrganisationRow("X1", "Teasel Dale")
    commands.edit_organisation(actor_id=world.staff.id, organisation_id=made.id, row=row)
    assert known()["X1"].successor is None


def test_no_two_have_a_code(world):
    commands.create_organisation(actor_id=None, code="X01", name="Teasel Vale")
    row = commands.OrganisationRow("t01", "Mine")
    with pytest.raises(Conflict):
        commands.edit_organisation(actor_id=world.staff.id, organisation_id=known()["X01"].id, row=row)
    assert known()["X01"].name == "Teasel Vale"


def test_others_change_none(world):
    row = commands.OrganisationRow("T01", "Mine")
    for actor in (world.ann, world.mallory):
        with pytest.raises(Forbidden):
            commands.edit_organisation(actor_id=actor.id, organisation_id=known()["T01"].id, row=row)
    assert known()["T01"].name == "Invented Trust"


def test_the_table_of_a_page_is_the_list_that_it_was_made_of():
    data = table('X01,"Teasel, Vale",,,,', "", "", MARL, "", ",No code,,,,")
    lines = commands.read_organisations(data)

    assert [number for number, _ in lines] == [2, 5, 7]
    assert commands.read_organisations(commands.table_of(lines).encode()) == lines
