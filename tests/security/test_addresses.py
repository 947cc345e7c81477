"""What an address asks for: where it would lead (S14), and numbers that no database takes (S26)."""

import pytest
from flask import url_for
from hypothesis import given, settings
from hypothesis import strategies as st

from cop.accounts.commands import passwords
from cop.models import Site
from cop.web import is_safe_target
from tests import people
from tests.security.test_responses import _give_password

ELSEWHERE = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "/\\/evil.example",
    "https://evil.example", "https:evil.example", "http:/evil.example", "//evil.example@localhost", "/@evil.example",
    "javascript:alert(1)", "data:text/html,x", "/\t/evil.example", "/\n/evil.example", "/\r\nSet-Cookie: a=b", "",
    " /", "/ /evil.example", "evil", "?x", "#x", "/\u2028/evil.example", "/\x00", "/\ufeff/evil", "/" + "a" * 3000,
]  # fmt: skip
HERE = ["/", "/topics/1?page=2", "/spaces/cohort-1/chat?before=5", "/directory?name=a%20b"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_a_target_elsewhere_is_not_followed(world, app, target: str):
    _give_password(world.bob, passwords.keep(people.PASSWORD))
    browser = app.test_client()
    with app.test_request_context():
        path = url_for("accounts.sign_in", next=target)
    form = {"email": world.bob.email, "password": people.PASSWORD}
    if "\x00" in target:
        assert people.post(browser, path, form).status_code == 400
        return

    assert people.post(browser, path, form).headers["Location"] == "/"
    assert browser.get(path).headers["Location"] == "/"


@pytest.mark.parametrize("target", HERE)
def test_a_target_here_is(client_for, bob, app, target: str):
    with app.test_request_context():
        path = url_for("accounts.sign_in", next=target)
    assert client_for(bob).get(path).headers["Location"] == target


@given(st.text(alphabet="/\\@:.?#%\t\n \u2044\uff0f\u29f8eE", max_size=12))
@settings(max_examples=500, deadline=None)
def test_what_is_followed_is_a_path_of_one_slash(target: str):
    if is_safe_target(target):
        assert target[0] == "/"
        assert target[1:2] not in {"/", "\\"}
        assert "\\" not in target.partition("?")[0]


HUGE = "9" * 40
NUMBERS = [HUGE, f"-{HUGE}", "-1", "1e9", "0x1", "\u0661", "NaN", "1.5", "x", "1&{name}=2"]
LISTS = [
    ("/moderation", "after"), ("/moderation/decisions", "before"), ("/spaces/cohort-1/chat", "before"),
    ("/topics/{topic}", "page"), ("/topics/{topic}", "quote"), ("/spaces/cohort-1", "before"), ("/directory", "cohort"),
    ("/spaces/cohort-1/members", "after"), ("/directory", "after"), ("/demonstration/mail", "before"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "name"), LISTS)
def test_a_number_that_no_page_says_is_a_bad_request_and_no_failure(client_for, world, path: str, name: str):
    topic = _topic(world)
    person = world.staff if path.startswith("/demonstration") else world.ann
    browser = client_for(person)
    for number in NUMBERS:
        address = f"{path}?{name}={number}".format(topic=topic, name=name)
        assert browser.get(address).status_code in {400, 404}, address
    assert browser.get(path.format(topic=topic)).status_code == 200


@people.db.command
def _topic(world) -> int:
    people.db.session.add(Site(id=1, is_demonstration=True))
    topic = people.put_topic(world.cohort, world.ann, "T")
    people.put_post(topic, world.ann, "x")
    return topic.id


@pytest.mark.parametrize("number", [2**53, 2**63, 2**64, int(HUGE)])
def test_a_row_of_such_a_number_is_not_there(client_for, ann, number: int):
    for path in (f"/topics/{number}", f"/people/{number}", f"/moderation/reviews/{number}"):
        assert client_for(ann).get(path).status_code == 404
