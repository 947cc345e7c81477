"""The pages of organisations: the list, and a list that is looked at and then entered."""

import csv
import io
import re
from html import unescape
from io import BytesIO

import pytest

from cop import db
from cop.errors import Invalid
from cop.models import Organisation, Person
from cop.spaces.commands import organisation_lists
from cop.spaces.queries.organisations import PAGE
from cop.web.proving import FRESH
from tests import people
from tests.accounts.letterbox import give_password
from tests.conftest import later
from tests.people import post, words
from tests.spaces.lists import MARL, VALE, enter, main, of, table


def look(client, *lines: str):
    return post(client, "/organisations/list", {"file": (BytesIO(table(*lines)), "trusts.csv")})


def kept(answer) -> str:
    """The list, as the page that shows it keeps it."""
    return unescape(re.search(r'name="table" value="([^"]*)"', words(answer))[1])


class TestTheList:
    def test_is_by_name_and_found_by_words_of_name_or_code(self, world, client_for):
        enter(world.staff.id, VALE, MARL, "X03,Old Vale,,,,X01")
        staff = client_for(world.staff)

        page = main(staff.get("/organisations"))
        assert "4 organisations" in page
        assert page.index("Invented Trust") < page.index("Marlfield") < page.index("Teasel Vale")
        assert "Taken in by Teasel Vale" in page
        for name in ("vale teasel", "x01"):
            found = main(staff.get("/organisations", query_string={"name": name}))
            assert "1 organisation found" in found
            assert "Teasel, North West" in found
            assert "Marlfield" not in found
        assert "None found" in main(staff.get("/organisations?name=%25"))

    def test_goes_on_from_page_to_page(self, world, client_for, count_queries):
        staff = client_for(world.staff)
        staff.get("/organisations")
        with count_queries() as of_few:
            staff.get("/organisations")
        enter(world.staff.id, *(f"Y{number:03},Ashdown {number:03},,,," for number in range(PAGE + 10)))
        with count_queries() as of_many:
            first = main(staff.get("/organisations?name=ashdown"))
        assert first.count('data-label="Code"') == PAGE
        assert len(of_few) == len(of_many)

        further = unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])
        second = main(staff.get(further))
        assert second.count('data-label="Code"') == 10
        assert "Ashdown 059" in second
        assert staff.get("/organisations?after=x").status_code == 400

    def test_says_what_to_do_where_there_is_none(self, world, client_for):
        @db.command
        def empty() -> None:
            db.session.query(Person).update({"organisation_id": None})
            db.session.query(Organisation).delete()

        empty()
        page = main(client_for(world.staff).get("/organisations"))
        assert "No organisations yet" in page
        assert 'role="search"' not in page

    def test_others_find_no_such_page(self, world, client_for):
        paths = ("", "/new", "/list", "/example.csv", f"/{world.ann.organisation_id}")
        for path in paths:
            assert client_for(world.staff).get(f"/organisations{path}").status_code == 200, "control"
            for person in (world.ann, world.mallory):
                assert client_for(person).get(f"/organisations{path}").status_code == 404
        assert "/organisations" in words(client_for(world.staff).get("/spaces"))
        assert "/organisations" not in words(client_for(world.ann).get("/spaces"))


class TestByAList:
    LINES = (VALE, "t01,Invented Trust,Preston,,,", ",No code,,,,", "=1+1,<b>Sum</b>,,,,")

    def test_lines_are_looked_at_then_entered(self, world, client_for):
        staff = client_for(world.staff)
        seen = look(staff, *self.LINES)
        page = unescape(main(seen))
        assert "2 organisations will be entered and 1 changed." in page
        assert "1 line has a problem and is left out" in page
        assert "Town was empty." in page
        assert "It has no code." in page
        assert "<b>Sum" not in words(seen)
        assert of("X01") is None

        done = post(staff, "/organisations/list/entering", {"table": kept(seen)})
        page = main(done)
        assert "2 organisations were entered and 1 changed." in page
        assert "1 line has a problem and is left out" in page
        assert 'name="table"' not in page
        assert of("X01").name == "Teasel Vale"

        again = look(staff, *self.LINES)
        assert "There is nothing to enter." in main(again)
        assert 'name="table"' not in words(again)

    def test_a_line_that_is_entered_in_part_is_told_as_that(self, world, client_for, monkeypatch):
        def refuse(*, actor_id, row):
            if row.successor:
                raise Invalid("Because.", field="successor")

        staff = client_for(world.staff)
        seen = look(staff, f"{VALE}T01", MARL)
        assert "all is kept but" not in main(seen)
        monkeypatch.setattr(organisation_lists, "succeed", refuse)
        page = main(post(staff, "/organisations/list/entering", {"table": kept(seen)}))
        assert "2 organisations were entered" in page
        assert "Of 1 line all is kept but what took the organisation in" in page
        assert "Entered, but not what took it in: Because." in page
        assert "left out" not in page

    def test_lines_keep_the_numbers_of_their_file(self, world, client_for):
        staff = client_for(world.staff)
        seen = look(staff, VALE, "", "", ",No code,,,,")
        for answer in (seen, post(staff, "/organisations/list/entering", {"table": kept(seen)})):
            assert re.search(r'data-label="Line">5</th> <td data-label="Code">–', main(answer))

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({}, "Choose a file."),
            ({"file": (BytesIO(b"Name\nRowan\n"), "x.csv")}, "“Code” is missing"),
            ({"file": (BytesIO(b"Code,Name\nX01,999 000 1383\n"), "x.csv")}, "the number of a patient"),
        ],
    )
    def test_a_file_that_is_no_list_is_told_so(self, world, client_for, sent, said):
        answer = post(client_for(world.staff), "/organisations/list", sent)
        assert answer.status_code == 422
        assert said in words(answer)

    @pytest.mark.parametrize("sent", [{}, {"table": "Name\nRowan"}, {"table": "Code,Name\nX01,999 000 1383"}])
    def test_what_no_page_of_ours_kept_enters_nothing(self, world, client_for, sent):
        answer = post(client_for(world.staff), "/organisations/list/entering", sent)
        assert answer.status_code == 422
        assert "There is a problem" in words(answer)
        assert of("X01") is None

    def test_whoever_must_prove_who_they_are_does_not_lose_it(self, world, client_for):
        give_password(world.staff)
        staff = client_for(world.staff)
        with later(FRESH.total_seconds() + 1):
            seen = look(staff, VALE, MARL)
            asking = post(staff, "/organisations/list/entering", {"table": kept(seen)})
            assert asking.status_code == 401
            assert of("X01") is None
            proof = {"table": kept(asking), "proof-password": people.PASSWORD}
            assert "2 organisations were entered" in main(post(staff, "/organisations/list/entering", proof))

    def test_others_look_at_nothing_and_enter_nothing(self, world, client_for):
        seen = look(client_for(world.staff), VALE)
        for person in (world.ann, world.mallory):
            assert look(client_for(person), VALE).status_code == 404
            sent = {"table": kept(seen)}
            assert post(client_for(person), "/organisations/list/entering", sent).status_code == 404
        assert of("X01") is None

    def test_the_example_is_a_list(self, world, client_for):
        answer = client_for(world.staff).get("/organisations/example.csv")
        head, *rows = csv.reader(io.StringIO(words(answer).removeprefix("\ufeff")))
        assert answer.mimetype == "text/csv"
        assert head == ["Code", "Name", "Town", "Region", "Kind", "Successor"]
        assert len(rows) == 3
