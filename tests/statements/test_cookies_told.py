"""The page on cookies tells what a browser keeps of this place, and nothing else (PECR; domain.md C07)."""

import re
from pathlib import Path

import pytest

from cop.statements.queries.texts import SHIPPED
from tests import people
from tests.accounts.letterbox import give_password

SOURCES = Path(__file__).parents[2] / "static" / "src"
PAGE = (SHIPPED / "cookies.md").read_text(encoding="utf-8")
HTMX = SOURCES.parents[1] / "node_modules" / "htmx.org" / "dist" / "htmx.esm.js"


def told(heading: str) -> set[str]:
    """The names in the table below `heading`, as the page that comes with the software has them."""
    text = PAGE.partition(f"# {heading}")[2].partition("\n# ")[0]
    return {
        name
        for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", row)
    }


COOKIES, TAB, BROWSER = (
    told(heading) for heading in ("Cookies", "What a tab keeps", "What the browser keeps")
)
OF_THE_PROXY = {"lb"}
"""docs/deployment.md says where it comes from."""


def names_set_by(answer) -> set[str]:
    return {header.partition("=")[0] for header in answer.headers.getlist("Set-Cookie")}


def all_cookies(app, person, **options) -> set[str]:
    """What is set by looking at the first page, signing in, looking around and signing out."""
    browser, names = app.test_client(), set()
    form = {"email": person.email, "password": people.PASSWORD}
    names |= names_set_by(browser.get("/sign-in", buffered=True, **options))
    names |= names_set_by(people.post(browser, "/sign-in", form, **options))
    assert browser.get("/", **options).status_code == 200
    for path in ("/", "/spaces/cohort-1", "/spaces/cohort-1/chat", "/search?q=x", "/me/account"):
        names |= names_set_by(browser.get(path, buffered=True, **options))
    return names | names_set_by(people.post(browser, "/sign-out", **options))


def test_it_names_every_cookie_that_is_set_and_no_other(world, app):
    give_password(world.bob)
    over_http = {name for name in COOKIES if not name.startswith("__Host-")}
    assert all_cookies(app, world.bob) == over_http - OF_THE_PROXY
    assert {f"__Host-{name}" for name in over_http - OF_THE_PROXY} == COOKIES - over_http


def test_it_says_how_long_they_stay(world, app):
    give_password(world.bob)
    browser = app.test_client()
    people.post(browser, "/sign-in", {"email": world.bob.email, "password": people.PASSWORD})
    assert app.permanent_session_lifetime.days == 90
    assert "90 days after you signed in" in PAGE
    assert browser.get_cookie("cop-known").max_age == 365 * 24 * 3600
    assert re.search(r"`cop-known`.*\| a year \|", PAGE)


def kept_in(storage: str) -> set[str]:
    """How the names begin under which a script keeps something there."""
    names = set()
    for source in SOURCES.rglob("*.js"):
        if f"{storage}.setItem" in (text := source.read_text(encoding="utf-8")):
            names |= set(re.findall(r"this\.place = `([^`$]+) \$", text))
            names |= set(re.findall(r"return `([^`$]+) \$", text))
            names |= set(re.findall(r'const LEFT = "([^"]+)"', text))
    return names


def starts(names: set[str]) -> set[str]:
    return {name.removesuffix(" …") for name in names}


def test_it_names_what_scripts_keep_in_a_tab_and_in_the_browser():
    assert kept_in("sessionStorage") | of_htmx() == starts(TAB)
    assert kept_in("localStorage") == starts(BROWSER)


def of_htmx() -> set[str]:
    """What the library keeps where it is told to remember no pages, but for a trial that it takes back."""
    kept = set(re.findall(r"sessionStorage\.setItem\('([^']+)'", HTMX.read_text(encoding="utf-8")))
    return kept - {"htmx-history-cache"}


@pytest.mark.parametrize("way", ["document.cookie", "indexedDB", "caches.open", "cookieStore"])
def test_no_script_keeps_anything_in_another_way(way):
    sources = list(SOURCES.rglob("*.js"))
    assert len(sources) > 20
    assert [source.name for source in sources if way in source.read_text(encoding="utf-8")] == []
