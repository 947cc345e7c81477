"""What scripts and pages of ours never do: no element's name is taken for theirs, no other window is heard, and nothing
stands in the way of a password manager (S44).
"""

import re
from pathlib import Path

import pytest

from cop import markup
from tests import people
from tests.people import World
from tests.security.test_house_rules import ROOT, SCRIPTS, TEMPLATES

OF_THE_BROWSER = {
    "activeElement", "addEventListener", "adoptNode", "body", "createElement", "dispatchEvent", "execCommand",
    "getElementById", "hidden", "importNode", "querySelector", "querySelectorAll", "title", "visibilityState",
    "focus", "Notification", "PublicKeyCredential", "requestIdleCallback",
}  # fmt: skip
"""All that scripts read of `document` and `window`: where a page has an element of another name, it would be read."""

HEARS_OTHERS = re.compile(
    r"""addEventListener\(\s*["']message["']|(?<!socket\.)\bonmessage\b|\.postMessage\(|\bwindow\.opener\b"""
)
MERGES_ANYTHING = re.compile(
    r"__proto__|\bprototype\[|\.constructor\[|\bfor \((?:const|let|var) \w+ in\b|\bdeepmerge\b"
)


def sources() -> dict[Path, str]:
    assert len(SCRIPTS) > 30
    return {path: path.read_text(encoding="utf-8") for path in SCRIPTS}


def test_scripts_are_modules_and_read_no_name_that_an_element_could_take() -> None:
    assert 'format: "esm"' in (ROOT / "static" / "build.mjs").read_text(encoding="utf-8")
    read = {name for text in sources().values() for name in re.findall(r"\b(?:document|window)\.(\w+)", text)}
    assert read - OF_THE_BROWSER == set()
    assert not [
        path for path, text in sources().items() if re.search(r"\b(document|window|globalThis)\[", text)
    ]
    assert not [path for path, text in sources().items() if re.search(r"\bwindow\.\w+ = |\bvar ", text)]
    pages = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    assert [each for each in re.findall(r"<script\b([^>]*)>", pages) if 'type="module"' not in each] == []


def test_what_people_write_names_no_element() -> None:
    text = '<a id="form" name="body" href="https://example.org">x</a>\n\n# csrf\n\n[x](https://example.org "title")'
    html = markup.render(text)
    assert "example.org" in html, "control"
    assert not re.search(r"<[^>]*\s(?:id|name)=", html)


def test_no_other_window_is_heard_but_tabs_of_this_site() -> None:
    hearing = {
        path.name: HEARS_OTHERS.findall(text) for path, text in sources().items() if HEARS_OTHERS.search(text)
    }
    assert set(hearing) == {"leaving.js"}
    (leaving,) = [text for path, text in sources().items() if path.name == "leaving.js"]
    assert "new BroadcastChannel(" in leaving, "which only pages of this origin hear"
    assert "postMessage(LEFT)" in leaving
    assert "onmessage = leave;" in leaving, "which looks at nothing that was said"


def test_no_script_takes_a_name_for_a_property() -> None:
    assert not [path for path, text in sources().items() if MERGES_ANYTHING.search(text)]


def test_what_a_browser_keeps_for_good_is_a_choice_and_no_words() -> None:
    keeping = {
        path.name
        for path, text in sources().items()
        if re.search(r"\b(localStorage|indexedDB|caches)\b", text)
    }
    assert keeping == {"notices.js"}
    (notices,) = [text for path, text in sources().items() if path.name == "notices.js"]
    assert notices.count("localStorage.setItem(this.place, choice)") == notices.count("localStorage.setItem")
    assert not [path for path, text in sources().items() if "document.cookie" in text]


def test_no_page_asks_for_a_plugin() -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in TEMPLATES}
    assert not [
        path
        for path, text in pages.items()
        if re.search(r"<(object|embed|applet|iframe|frame|marquee)\b", text)
    ]


@pytest.mark.parametrize("path", ["/sign-in", "/me/password", "/me/second-step/new"])
def test_a_password_is_masked_and_a_manager_may_fill_it_in(client_for, world: World, app, path: str) -> None:
    browser = app.test_client() if path == "/sign-in" else client_for(world.ann)
    page = browser.get(path).get_data(as_text=True)
    fields = re.findall(r"<input[^>]*name=\"(?:password|current)\"[^>]*>", page)
    assert fields
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert not re.search(r"onpaste|readonly|maxlength|pattern=", field)


def test_nothing_hinders_pasting_and_nothing_hints_at_a_password() -> None:
    pasting = {path.name for path, text in sources().items() if re.search(r"""["']paste["']""", text)}
    assert pasting == {"attaching.js"}, "pictures into a post"
    pages = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES).lower()
    assert "security question" not in pages
    assert "password hint" not in pages


def test_every_page_of_somebody_has_the_way_out(client_for, world: World) -> None:
    for path in (
        "/",
        "/me",
        "/directory",
        "/spaces/cohort-1",
        "/spaces/cohort-1/chat",
        "/search?q=x",
        "/nothing",
    ):
        page = client_for(world.ann).get(path).get_data(as_text=True)
        assert 'action="/sign-out"' in page or 'formaction="/sign-out"' in page, path
    assert "/sign-out" not in people.signed_in(client_for(world.ann).application, None).get(
        "/sign-in"
    ).get_data(as_text=True)
