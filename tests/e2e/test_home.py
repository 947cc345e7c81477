"""What matters, on one screen (domain.md AL1)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e import server
from tests.e2e.conftest import Visit
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

WIDTH, HEIGHT = 1366, 768
ENDS = "(all) => all.map((each) => [each.querySelector('h2').innerText, each.getBoundingClientRect().bottom])"


@pytest.fixture(scope="module")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration as it is placed: what other tests write in theirs waits on nobody's home here."""
    with server.served(built, tmp_path_factory.mktemp("home")) as site:
        yield site


@pytest.mark.parametrize("account", ["alum", "moderator", "facilitator"])
def test_what_matters_is_on_one_screen(visit: Visit, account: str) -> None:
    page = visit(account, afresh=True, viewport={"width": WIDTH, "height": HEIGHT})
    page.goto("/")
    parts = dict(page.get_by_role("main").locator(".cop-panel").evaluate_all(ENDS))
    assert {"Waiting", "Unread", "Nobody has answered yet", "Recent"} <= parts.keys()
    assert any(part.startswith("Your set") for part in parts) or account == "moderator"
    assert {part: end for part, end in parts.items() if end > HEIGHT} == {}
    assert page.evaluate("() => document.documentElement.scrollHeight") <= HEIGHT, "nothing is below it"
