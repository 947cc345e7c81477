"""What posts render to, in a real parser without any policy around it: nothing runs or turns into more (S1, S2)."""

import json
from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from playwright.sync_api import Browser, Page

from cop import markup
from tests.corpora import collected, naughty
from tests.test_markup import ATTACKS, TEXTS

pytestmark = pytest.mark.e2e

TAGS = [
    *(
        "a",
        "b",
        "blockquote",
        "body",
        "code",
        "details",
        "div",
        "form",
        "frameset",
        "html",
        "iframe",
        "img",
        "input",
    ),
    *("li", "link", "marquee", "math", "meta", "object", "p", "select", "style", "svg", "table", "template"),
    *("textarea", "title", "video"),
]
HOOKS = [
    *(
        "onerror",
        "onload",
        "onclick",
        "onfocus",
        "onmouseover",
        "ontoggle",
        "onanimationstart",
        "onpointerenter",
    ),
    *("srcdoc", "style", "formaction"),
]
BATCH = 2_000

ORACLE = """texts => {
  const wrong = [];
  const place = document.body.appendChild(document.createElement("div"));
  for (const text of texts) {
    place.innerHTML = text;
    const once = place.innerHTML;
    place.innerHTML = once;
    const names = [...place.querySelectorAll("*")].map(each => each.localName);
    const given = [...place.querySelectorAll("*")].flatMap(each => [...each.attributes].map(one => one.name));
    const leads = [...place.querySelectorAll("[href]")].map(each => each.getAttribute("href"));
    if (place.innerHTML !== once
        || !names.every(name => TAGS.includes(name))
        || given.some(name => name.startsWith("on") || name === "style")
        || !leads.every(target => /^(https?:\\/\\/|mailto:|\\/(?![\\/\\\\]))/i.test(target)))
      wrong.push(text);
  }
  return wrong;
}""".replace("TAGS", json.dumps(sorted(markup.TAGS)))


@pytest.fixture
def bare(browser: Browser) -> Page:
    """A page without a Content-Security-Policy, in which anything may run that can; it says what did."""
    page = browser.new_page()
    page.set_content("<!doctype html><title>bare</title><body>")
    page.evaluate("() => { window.ran = []; window.alert = said => window.ran.push(String(said)); }")
    page.on("dialog", lambda dialog: dialog.dismiss())
    return page


def wrong(page: Page, texts: list[str]) -> list[str]:
    """Which of `texts`, as HTML, are more than a post may be, or change when they are parsed again; none may run."""
    found = [
        each for at in range(0, len(texts), BATCH) for each in page.evaluate(ORACLE, texts[at : at + BATCH])
    ]
    page.wait_for_timeout(200)  # what fails to load says so a little later
    return found + [f"ran: {each}" for each in page.evaluate("window.ran")]


def hooked() -> list[str]:
    """Each element that does something, with each attribute that runs something."""
    return [
        f'<{tag} {hook}="alert(1)" src=x href="javascript:alert(2)">x</{tag}>'
        for tag, hook in product(TAGS, HOOKS)
    ]


def test_the_oracle_sees_what_is_wrong(bare: Page) -> None:
    """The control: without the sanitiser scripts run, and elements come out that are on no list."""
    found = wrong(
        bare, ["<p>well</p>", '<img src=x onerror="alert(7)">', "<table><a href=javascript:x>y</a></table>"]
    )

    assert set(found) == {
        '<img src=x onerror="alert(7)">',
        "<table><a href=javascript:x>y</a></table>",
        "ran: 7",
    }


@pytest.mark.parametrize(
    "corpus",
    [lambda: ATTACKS, naughty, hooked, collected],
    ids=["attacks", "naughty", "hooked", "collected"],
)
def test_no_corpus_comes_through(bare: Page, corpus) -> None:
    texts = corpus()
    assert len(texts) > 25

    assert wrong(bare, [markup.render(each) for each in texts]) == []
    assert wrong(bare, [markup._gate(each) for each in texts]) == [], "the last gate holds by itself"


def test_nothing_that_is_made_up_comes_through(bare: Page) -> None:
    made: list[str] = []

    @given(TEXTS)
    @settings(
        max_examples=600,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def make(text: str) -> None:
        made.extend((markup.render(text), markup._gate(text)))

    make()

    assert wrong(bare, made) == []
