"""The search page: a plain form, a list while somebody types, and a word for whoever finds nothing."""

import pytest

from cop.allowances import Allowances
from cop.shell import searching
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
