"""What no page may do, whatever a test is about: log an error, fail, break its own policy, ask another host."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

# Runs in every page before anything of it, and is not the page's: its policy does not apply to it. It tells of broken
# policy, and keeps what live connections hear in `window.heard`.
LISTEN = """
window.heard = [];
window.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener("message", ({ data }) => window.heard.push(String(data)));
  }
};
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
REFUSED = ("the server responded with a status of {}", "Response Status Error Code {}")
"""What Chromium and htmx log when the server refuses."""
LOST = ("net::ERR_INTERNET_DISCONNECTED", "WebSocket connection to", "htmx:sendError", "htmx:afterRequest")
"""What Chromium and htmx log when there is no network."""


class Guard:
    """Watches browser contexts; `complaints` lists what they did wrong."""

    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc
        self.complaints: list[str] = []
        self.expected: list[str] = []
        self.elsewhere: set[str] = set()

    def watch(self, context: BrowserContext) -> None:
        context.add_init_script(LISTEN)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(f"error in the page: {error.error}"))
        context.on("request", self._see)

    def expect_refusal(self, *statuses: int) -> None:
        """The browser will log that the server answered with one of `statuses`: the test asks for it."""
        self.expected += [words.format(status) for status in statuses for words in REFUSED]

    def expect_lost_network(self) -> None:
        self.expected += LOST

    def expect_elsewhere(self, *hosts: str) -> None:
        """The test follows a link to pages of these hosts: what they do is theirs."""
        self.elsewhere |= set(hosts)

    def _hear(self, message: ConsoleMessage) -> None:
        is_expected = any(words in message.text for words in self.expected)
        is_expected |= urlsplit(_address(message.page)).netloc in self.elsewhere
        if message.type == "error" and not is_expected:
            self.complaints.append(
                f"console, {_address(message.page)}: {message.text} {message.location['url']}"
            )

    def _see(self, request: Request) -> None:
        parts = urlsplit(request.url)
        is_known = parts.netloc in {self.host, *self.elsewhere}
        if parts.scheme in {"http", "https", "ws", "wss"} and not is_known:
            self.complaints.append(f"request to another host: {request.url}")


def _address(page: Page | None) -> str:
    return page.url if page else "a page that is gone"
