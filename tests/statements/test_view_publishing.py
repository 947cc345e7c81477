"""The pages on which those who run the network write statements and publish them."""

import re

import pytest

from cop import db
from cop.models import StatementVersion
from tests.people import post, words
from tests.statements.publishing import COOKIES, PRIVACY, RULES, draft, publish

DRAFT, PUBLISHING = "/statements/rules/draft", "/statements/rules/publishing"


@pytest.fixture
def staff(world, client_for):
    return client_for(world.staff)


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)[1]


def save(browser, text, version="0", go="keep"):
    return post(browser, DRAFT, {"text": text, "version": version, "go": go})


def send(browser, **more):
    page = words(browser.get(PUBLISHING))
    form = {
        "key": hidden(page, "key"),
        "draft": hidden(page, "draft"),
        "change": "The first",
        "is_material": "yes",
    }
    return post(browser, PUBLISHING, form | more)


def newest():
    db.session.expire_all()
    return StatementVersion.newest(RULES)


def test_a_member_finds_nothing_here(world, client_for):
    for path in ("/statements", DRAFT, PUBLISHING):
        assert client_for(world.ann).get(path).status_code == 404
        assert client_for(None).get(path).status_code == 303
        assert client_for(world.staff).get(path).status_code == 200


def test_the_list_says_how_each_stands(world, staff):
    publish(world.staff, "There are two.", COOKIES, change="As they are")
    draft(world.staff, "Ask [[contact]].", PRIVACY)
    page = words(staff.get("/statements"))
    items = {
        kind: page.partition(f'id="{kind}"')[2].partition("</li>")[0]
        for kind in ("privacy", "cookies", "rules")
    }
    assert "Version 1" in items["cookies"]
    assert "Not published" not in items["cookies"]
    assert "Draft by Sam" in items["privacy"]
    assert "1 blank is left" in items["privacy"]
    assert "Not published" in items["rules"]
    assert "/statements/rules/publishing" not in items["rules"]


def test_the_form_begins_with_what_comes_with_the_software_and_lists_its_blanks(staff):
    page = words(staff.get(DRAFT))
    assert "No selling" in page
    assert '<h2 class="cop-section">4 blanks left</h2>' in page


def test_a_preview_keeps_nothing(staff):
    page = words(save(staff, "# On selling\n\nNo *selling*. Ask [[contact]].", go="preview"))
    assert "No <em>selling</em>" in page
    assert "1 blank left" in page
    assert "On selling" not in words(staff.get(DRAFT))


def test_a_draft_is_kept(staff):
    assert save(staff, "Kept [[contact]].").status_code == 303
    assert "Kept [[contact]]." in words(staff.get(DRAFT))


def test_two_editors_are_shown_both_texts_and_the_next_save_is_a_knowing_one(world, staff):
    draft(world.staff, "What somebody else wrote.")
    answer = save(staff, "What I wrote.")
    page = words(answer)
    assert answer.status_code == 409
    assert "What somebody else wrote." in page
    assert "What I wrote." in page
    assert save(staff, "What I wrote.", hidden(page, "version")).status_code == 303


def test_a_page_with_blanks_has_no_button_and_a_form_sent_all_the_same_is_refused(world, staff):
    draft(world.staff, "# Whom\n\nAsk [[somebody]].")
    page = words(staff.get(PUBLISHING))
    assert "Still blank" in page
    assert "under “Whom”" in page
    assert ">Publish</button>" not in page
    form = {"key": "0" * 32, "draft": "1", "change": "The first", "is_material": "yes"}
    answer = post(staff, PUBLISHING, form)
    assert answer.status_code == 422
    assert "“somebody” (line 3, under “Whom”)" in words(answer)
    assert newest() is None


def test_it_is_published(staff):
    assert save(staff, "No selling.", go="publish").headers["Location"] == PUBLISHING
    assert send(staff).status_code == 303
    assert (newest().text, newest().is_material) == ("No selling.", True)
    assert "version 1 is published" in words(staff.get("/statements"))


def test_a_double_click_publishes_once(world, staff):
    draft(world.staff, "No selling.")
    page = words(staff.get(PUBLISHING))
    form = {"key": hidden(page, "key"), "draft": "1", "change": "The first", "is_material": "no"}
    assert [post(staff, PUBLISHING, form).status_code for _ in range(2)] == [303, 303]
    assert newest().number == 1


@pytest.mark.parametrize(
    ("left_out", "said"), [("change", "Say in one line"), ("is_material", "Say whether everybody")]
)
def test_what_is_left_out_is_asked_for_and_the_rest_is_kept(world, staff, left_out, said):
    draft(world.staff, "No selling.")
    answer = send(staff, **{left_out: ""})
    assert answer.status_code == 422
    assert said in words(answer)
    assert newest() is None
    if left_out == "is_material":
        assert 'value="The first"' in words(answer)


def test_what_was_changed_meanwhile_is_shown_before_it_is_published(world, staff):
    draft(world.staff, "Looked at.")
    page = words(staff.get(PUBLISHING))
    draft(world.staff, "Changed meanwhile.")
    form = {
        "key": hidden(page, "key"),
        "draft": hidden(page, "draft"),
        "change": "The first",
        "is_material": "no",
    }
    answer = post(staff, PUBLISHING, form)
    assert answer.status_code == 409
    assert "Changed meanwhile." in words(answer)
    assert newest() is None
    form |= {"draft": hidden(words(answer), "draft")}
    assert post(staff, PUBLISHING, form).status_code == 303


def test_the_page_shows_what_changes(world, staff):
    publish(world.staff, "No selling.")
    draft(world.staff, "No selling at all.")
    page = words(staff.get(PUBLISHING))
    assert "<ins>" in page
    assert "It becomes version 2" in page


def test_of_what_nobody_accepts_it_is_not_asked(world, staff):
    draft(world.staff, "There are two.", COOKIES)
    path = "/statements/cookies/publishing"
    page = words(staff.get(path))
    assert "Must everybody accept" not in page
    form = {"key": hidden(page, "key"), "draft": "1", "change": "As they are"}
    assert post(staff, path, form).status_code == 303


def test_what_the_settings_fill_is_no_blank_and_makes_no_draft_of_what_is_published(world, staff):
    publish(world.staff, "This is [[name of this site]].")
    assert newest().text == "This is Community of Practice."
    item = words(staff.get("/statements")).partition('id="rules"')[2].partition("</li>")[0]
    assert "blank" not in item
    assert "Draft" not in item


def test_those_who_run_the_network_find_it_in_the_log(world, staff, client_for):
    publish(world.staff, "No selling.", change="The first")
    assert "Rules, version 1: The first" in words(staff.get("/moderation/decisions"))
    assert "Rules, version 1" not in words(client_for(world.ann).get("/moderation/decisions"))
