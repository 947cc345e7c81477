"""What a page of a topic weighs on its way to a browser, as it is deployed and by itself."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page

from tests.bench import servers
from tests.e2e import front
from tests.e2e.conftest import PATIENCE_MS

pytestmark = pytest.mark.e2e

COLD, WARM, REQUESTS = 120_000, 15_000, 8
"""Bytes of a first visit and of a later one, headers included, and how often a first visit asks."""

POSTS = 20


@dataclass(frozen=True)
class Served:
    """A site with a long topic, and the cookie of one of its readers."""

    url: str
    topic: str
    cookie: str

    def get(self, path: str, site: str) -> requests.Response:
        """What the reader's browser gets when a page of `site` asks for `path`."""
        given = {"Cookie": self.cookie, "Accept-Encoding": "gzip, br, zstd", "Sec-Fetch-Site": site}
        return requests.get(self.url + path, headers=given, timeout=60)


@dataclass
class Wire:
    """What the network has told of a page: bytes by address.

    A page that came late reads itself once more (missed.js). On a busy machine pages do: that is not counted here.
    """

    weights: dict[str, int] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)

    def watch(self, page: Page) -> None:
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.requestWillBeSent", self._see)
        network.on("Network.loadingFinished", self._weigh)

    @property
    def bytes(self) -> int:
        return sum(self.weights.values())

    def _see(self, told: dict[str, Any]) -> None:
        if told["type"] != "Fetch":
            self.asked[told["requestId"]] = told["request"]["url"]

    def _weigh(self, told: dict[str, Any]) -> None:
        if url := self.asked.get(told["requestId"]):
            self.weights[url] = int(told["encodedDataLength"])


@pytest.fixture(scope="module", params=["behind the proxy", "by itself"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("weight")
    writing = [sys.executable, "-m", "tests.e2e.long_topic", str(folder)]
    told = json.loads(subprocess.run(writing, check=True, capture_output=True, text=True).stdout)
    port, inner = servers.free_port(), servers.free_port()
    site = Served(f"http://127.0.0.1:{port}", f"/topics/{told['topic']}?page=last", told["cookie"])
    environment = told["environment"] | {"COP_PUBLIC_URL": site.url, "COP_LOG_LEVEL": "ERROR"}
    with ExitStack() as running:
        if request.param == "by itself":
            running.enter_context(servers.product(environment, folder / "log", port=port))
        else:
            behind = environment | {"COP_PROXIES": "1"}
            running.enter_context(servers.product(behind, folder / "log", port=inner))
            running.enter_context(front.caddy(folder, port=port, behind=inner))
        yield site


@pytest.fixture
def reader(browser: Browser, served: Served) -> Iterator[BrowserContext]:
    """A browser that has never been here, with a sign-in."""
    context = browser.new_context(base_url=served.url, locale="en-GB")
    name, _, value = served.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": served.url}])
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def test_a_topic_is_light(reader: BrowserContext, served: Served) -> None:
    cold = read(reader, served.topic)
    warm = read(reader, served.topic)
    print(f"cold {cold.bytes} bytes in {len(cold.asked)} requests, warm {warm.bytes} bytes")

    assert cold.bytes <= COLD, cold.weights
    assert len(cold.asked) <= REQUESTS, cold.weights
    assert warm.bytes <= WARM, warm.weights


def test_what_is_built_comes_compressed_and_is_kept_for_a_year(
    reader: BrowserContext, served: Served
) -> None:
    built = [url for url in read(reader, served.topic).weights if "/static/" in url]

    assert len(built) > 4
    for url in built:
        sent = served.get(url.removeprefix(served.url), "same-origin")
        assert sent.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert len(sent.content) < 1_000 or sent.headers["Content-Encoding"] == "br"


def test_a_page_that_another_site_asks_for_is_compressed_nowhere(served: Served) -> None:
    assert "Content-Encoding" in served.get(served.topic, "same-origin").headers
    assert "Content-Encoding" not in served.get(served.topic, "cross-site").headers


def read(reader: BrowserContext, path: str) -> Wire:
    """What comes until the page is live and has all it wants."""
    page, wire = reader.new_page(), Wire()
    wire.watch(page)
    with page.expect_websocket() as live:
        page.goto(path)
    live.value.wait_for_event("framereceived")
    page.wait_for_load_state("networkidle")
    assert page.locator("#posts article").count() == POSTS
    page.close()
    return wire
