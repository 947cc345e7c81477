"""The page on which posts are chosen that become a topic of their own: from all pages of it, without a script."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from cop import db
from cop.forum.commands import pace
from cop.models import Decision, Person, Post, Topic
from cop.models.topics import PAGE
from tests.people import post

Write = Callable[..., Post]
Browser = Callable[[Person | None], FlaskClient]


@pytest.fixture
def topic_id(ann: Person, bob: Person, start: Write, reply: Write, monkeypatch: pytest.MonkeyPatch) -> int:
    """A topic of three pages."""
    monkeypatch.setattr(pace, "BURST", 100)
    made = start(bob, "Costing").topic_id
    for number in range(2 * PAGE + 2):
        reply((ann, bob)[number % 2], made, f"Reply {number} " + "and so on " * 40)
    return made


def chosen(page: str) -> set[int]:
    """Ids of all posts that the form of `page` would send."""
    hidden = re.findall(r'type="hidden" name="posts" value="(\d+)"', page)
    ticked = [each for each in re.findall(r"<input[^>]*checkbox[^>]*>", page) if " checked" in each]
    return {int(each) for each in hidden} | {int(re.search(r'value="(\d+)"', each)[1]) for each in ticked}


def offered(page: str) -> list[int]:
    boxes = re.findall(r"<input[^>]*checkbox[^>]*>", page)
    return [int(re.search(r'value="(\d+)"', each)[1]) for each in boxes]


def test_what_is_chosen_on_other_pages_is_kept(ann: Person, topic_id: int, client_for: Browser) -> None:
    client, path = client_for(ann), f"/topics/{topic_id}/split"
    first = offered(client.get(path).get_data(as_text=True))
    assert len(first) == PAGE - 1, "the first post stays"
    form: dict[str, object] = {"title": "Part", "page": "1", "posts": first[:2]}
    answer = post(client, path, form | {"show": "3"})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, chosen(page)) == (200, set(first[:2]))
    assert ("2 posts are chosen on other pages" in page, 'value="Part"' in page) == (True, True)
    last = offered(page)
    assert len(last) == 3
    back = post(client, path, form | {"show": "1", "page": "3", "posts": [*first[:2], last[1]]})
    page = back.get_data(as_text=True)
    assert chosen(page) == {*first[:2], last[1]}
    assert "1 post is chosen on other pages" in page
    done = post(client, path, {"title": "Part", "page": "1", "posts": sorted(chosen(page))})
    new = int(done.headers["Location"].rpartition("/")[2])
    moved = db.session.query(Post).filter_by(topic_id=new).order_by(Post.position)
    assert [each.id for each in moved] == [*first[:2], last[1]]


def test_a_box_says_who_when_and_how_it_begins(ann: Person, topic_id: int, client_for: Browser) -> None:
    page = client_for(ann).get(f"/topics/{topic_id}/split?page=2").get_data(as_text=True)
    labels = [
        " ".join(each.split())
        for each in re.findall(r"<label[^>]*checkbox[^>]*>(.*?)</label>", page, re.DOTALL)
    ]
    assert len(labels) == PAGE
    assert all(re.fullmatch(r"(Ann|Bob), \w{3} \d+ \w{3} \d{4}, \d\d:\d\d", each) for each in labels)
    hints = re.findall(r"checkboxes__hint[^>]*>(.*?)</div>", page, re.DOTALL)
    assert 190 < max(len(each.strip()) for each in hints) <= 200


def test_what_was_moved_meanwhile_is_chosen_no_longer(
    ann: Person, topic_id: int, client_for: Browser
) -> None:
    client, path = client_for(ann), f"/topics/{topic_id}/split"
    first = offered(client.get(path).get_data(as_text=True))
    assert post(client, path, {"title": "Others", "posts": first[0]}).status_code == 303
    answer = post(client, path, {"title": "Part", "page": "3", "posts": first[:2]})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "stands elsewhere by now" in page) == (409, True)
    assert chosen(page) == {first[1]}, "the next try can succeed"


def test_its_pages_cost_the_same(ann: Person, topic_id: int, client_for: Browser, count_queries) -> None:
    client = client_for(ann)
    client.get("/spaces/cohort-1")
    for number in (1, 3):
        with count_queries() as queries:
            assert client.get(f"/topics/{topic_id}/split?page={number}").status_code == 200
        assert len(queries) <= 8, "\n".join(queries)


def test_it_is_for_moderators(bob: Person, mallory: Person, topic_id: int, client_for: Browser) -> None:
    for person, status in ((bob, 403), (mallory, 404)):
        for form in ({"show": "2"}, {"title": "x", "posts": "1"}):
            assert post(client_for(person), f"/topics/{topic_id}/split", form).status_code == status
    assert db.session.query(Decision).count() == 0
    assert db.session.get(Topic, topic_id).layout == 0
