"""The pages of one organisation: it is entered by hand, and changed."""

import re
from html import unescape

import pytest

from tests.people import post, words
from tests.spaces.lists import VALE, enter, main, of


def shown(client, address: str) -> dict[str, str]:
    """The mark that the page of an organisation has of it."""
    return {"seen": re.search(r'name="seen"[^>]* value="(\w*)"', words(client.get(address)))[1]}


class TestByHand:
    def test_one_is_entered(self, world, client_for):
        staff = client_for(world.staff)
        assert '<option value="North West">' in words(staff.get("/organisations/new"))
        form = {"code": "x01", "name": "Teasel Vale", "town": "", "region": "Midlands", "kind": "acute"}
        answer = post(staff, "/organisations/new", form)

        assert answer.location == "/organisations"
        assert "Teasel Vale is entered." in words(staff.get("/organisations"))
        assert (of("X01").region, of("X01").kind) == ("Midlands", "acute")

    @pytest.mark.parametrize(
        ("form", "status", "said"),
        [
            ({}, 422, "Enter its code."),
            ({"code": "X01", "name": "x" * 161}, 422, "At most 160 characters"),
            ({"code": "t01", "name": "Another"}, 409, "There is an organisation with this code already."),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(self, world, client_for, form, status, said):
        answer = post(client_for(world.staff), "/organisations/new", form)
        assert answer.status_code == status
        assert said in words(answer)
        assert form.get("name", "") in words(answer)

    def test_one_is_changed(self, world, client_for):
        enter(world.staff.id, VALE)
        staff, address = client_for(world.staff), f"/organisations/{world.ann.organisation_id}"
        assert 'value="Invented Trust"' in words(staff.get(address))
        form = {"code": "T01", "name": "Invented Trust", "region": "North West", "kind": "acute"}
        form |= shown(staff, address)
        assert post(staff, address, form | {"successor": "X01"}).location == "/organisations"
        assert 'value="X01"' in words(staff.get(address))

        form |= shown(staff, address)
        for successor, said in (("T01", "taken in by itself"), ("X09", "No organisation has the code X09")):
            answer = post(staff, address, form | {"successor": successor})
            assert answer.status_code == 422
            assert said in unescape(words(answer))
        assert staff.get("/organisations/987654321").status_code == 404

    def test_what_somebody_else_entered_meanwhile_is_not_replaced_unseen(self, world, client_for):
        staff, address = client_for(world.staff), f"/organisations/{world.ann.organisation_id}"
        mine = {"code": "T01", "name": "Mine", "town": "", "region": "", "kind": "", "successor": ""}
        seen = shown(staff, address)
        enter(world.staff.id, "T01,Invented Trust,Preston,,,")

        for stale in (seen, {}):
            answer = post(staff, address, mine | stale)
            assert answer.status_code == 409
            page = unescape(main(answer))
            assert "Somebody changed this while you looked at it." in page
            assert "“T01”, “Invented Trust”, “Preston”" in page
            assert 'value="Mine"' in page
            assert (of("T01").name, of("T01").town) == ("Invented Trust", "Preston")

        mark = re.search(r'name="seen"[^>]* value="(\w*)"', words(answer))[1]
        assert mark != seen["seen"]
        assert post(staff, address, mine | {"seen": mark}).status_code == 303
        assert (of("T01").name, of("T01").town) == ("Mine", "")
        assert post(staff, address, mine | {"seen": mark}).status_code == 303, "a repeat is harmless"
