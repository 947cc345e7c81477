"""The search page: a plain form, a list while somebody types, and a word for whoever finds nothing."""

import pytest

from cop.allowances import Allowances
from cop.chat import commands as chat
from cop.shell import searching
from tests.people import key
from tests.search.conftest import caught_up
from tests.shell import writing


@pytest.fixture(autouse=True)
def _afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has searched before, and no second passes."""
    monkeypatch.setattr(searching, "searches", Allowances(20, a_second=0))


def html(client, path: str, status: int = 200, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == status, response.get_data(as_text=True)[:2000]
    return " ".join(response.get_data(as_text=True).split())


def test_it_shows_what_was_found_in_its_words_and_where_it_stands(world, client_for, ann, bob):
    writing.open_topic(bob, world.cohort, "Costing <b>a</b> trial")
    page = html(client_for(ann), "/search?q=COSTED")

    assert "<mark>Costing</mark> &lt;b&gt;a&lt;/b&gt; trial" in page
    assert "1 result, the best first." in page
    assert 'value="COSTED"' in page
    assert "Bob · Cohort 1" in page


def test_it_takes_at_most_eight_queries_however_much_is_found(world, client_for, ann, bob, count_queries):
    for number in range(30):
        writing.open_topic(bob, world.cohort, f"Costing {number}")
    caught_up()
    client = client_for(ann)
    for question, title in (
        ("costing", "Costing"),
        ("costin", "Costing"),
        ("bob", "Bob"),
        ("nothing", "Nothing"),
    ):
        with count_queries() as queries:
            assert title in html(client, f"/search?q={question}")
        assert len(queries) <= 8, "\n".join(queries)


def test_it_is_for_who_is_signed_in(world, client_for, bob):
    assert client_for(bob).get("/search").status_code == 200
    assert client_for(None).get("/search?q=costing").location.startswith("/sign-in")


def test_without_a_question_it_says_how_to_ask_and_without_an_answer_what_to_try(world, client_for, bob):
    client = client_for(bob)
    assert "in any of its forms" in html(client, "/search")
    assert "in any of its forms" in html(client, "/search?q=%20%21")
    page = html(client, "/search?q=<b>nowhere")
    assert "Nothing that you can read has these words" in page
    assert 'value="&lt;b&gt;nowhere"' in page


def test_while_somebody_types_the_list_comes_alone_with_its_count(world, client_for, ann, bob):
    writing.open_topic(bob, world.cohort, "Costing a trial")
    client = client_for(ann)
    part = html(client, "/search?q=costing", **{"HX-Request": "true"})
    assert "<html" not in part
    assert 'id="found-count" hx-swap-oob="innerHTML">1 result, the best first.' in part
    back = html(client, "/search?q=costing", **{"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in back


def test_a_guess_is_said(world, client_for, ann, bob, mallory):
    writing.open_topic(bob, world.cohort, "Costing a trial")
    writing.open_topic(mallory, world.other, "Costinx secrets")
    caught_up()
    page = html(client_for(ann), "/search?q=costxng")
    assert "Nothing has these very words. Showing results for costing." in page
    assert "ostinx" not in page


def test_strangers_find_nothing_and_no_count(world, client_for, bob, mallory):
    writing.open_topic(bob, world.cohort, "Costing a trial")
    assert "1 result" in html(client_for(bob), "/search?q=costing")
    page = html(client_for(mallory), "/search?q=costing")
    assert "Nothing found." in page
    assert "trial" not in page


def test_people_stand_first_and_all_of_them_are_a_click_away(world, client_for, bob):
    caught_up()
    client = client_for(bob)
    page = html(client, "/search?q=invented")
    assert "3 people" in page
    assert "Mallory" in page
    assert "3 people." in html(client, "/search?q=invented&kind=person")


def test_it_goes_on_by_pages(world, client_for, ann, bob):
    for number in range(21):
        writing.open_topic(bob, world.cohort, f"Costing {number}")
    client = client_for(ann)
    assert "page=2" in html(client, "/search?q=costing")
    assert html(client, "/search?q=costing&page=2").count("cop-found__item") == 1
    html(client, "/search?q=costing&page=3", status=404)


def test_it_is_narrowed_down_and_what_is_wrong_is_said(world, client_for, ann, bob):
    writing.open_topic(bob, world.cohort, "Costing a trial")
    client = client_for(ann)
    narrow = "/search?q=costing&space=cohort-1&by=bob&kind=post&since=2026-03-02&until=2026-03-02"
    assert "1 result" in html(client, narrow)
    assert "Nothing found." in html(client, "/search?q=costing&until=2026-03-01")
    assert "1 result" in html(client, "/search?q=costing&since=0001-01-01&until=9999-12-31")
    assert "1 result" in html(client, "/search?q=costing&answered=no")
    assert "Nothing found." in html(client, "/search?q=costing&answered=yes")
    assert "Nothing found." in html(client, "/search?q=costing&tag=money")
    page = html(client, "/search?q=costing&since=yesterday")
    assert "is not as it should be" in page
    assert "<mark>" not in page
    assert "<mark>" not in html(client, "/search?q=costing&space=cohort-2"), "no space that one can't read"
    html(client, "/search?q=a&q=b", status=400)


def test_lines_of_a_room_lead_to_their_place(world, client_for, ann, bob):
    message = chat.send_message(actor_id=bob.id, slug="cohort-1", text="Where is the hospital?", key=key())
    caught_up()
    page = html(client_for(ann), "/search?q=hospital")
    assert f'href="/messages/{message.id}">Room of Cohort 1' in page
    assert "<mark>hospital</mark>?" in page


def test_who_searches_too_much_is_told_to_wait_and_nobody_else(world, client_for, ann, bob):
    client = client_for(bob)
    for _ in range(20):
        html(client, "/search?q=needle")
    assert "Wait a few seconds" in html(client, "/search?q=needle", status=429)
    html(client, "/search")
    html(client_for(ann), "/search?q=needle")


def test_every_page_has_a_question_in_its_header_but_this_one(world, client_for, bob):
    assert 'id="site-search"' in html(client_for(bob), "/")
    assert 'id="site-search"' not in html(client_for(bob), "/search")
    assert 'id="site-search"' not in html(client_for(None), "/sign-in")
