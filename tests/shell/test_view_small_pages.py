"""The pages that only say something, and what every page has in common."""

import pytest

PAGES = {
    "/help": "Help",
    "/accessibility": "Accessibility",
    "/privacy": "Privacy",
    "/cookies": "Cookies",
    "/rules": "Rules",
    "/intended-use": "Intended use",
}


@pytest.mark.parametrize(("path", "heading"), PAGES.items())
def test_everyone_may_read_it(path, heading, bob, client_for):
    for person in (bob, None):
        response = client_for(person).get(path)
        assert response.status_code == 200
        assert f'<h1 class="cop-heading__title">{heading}</h1>' in response.get_data(as_text=True)


def test_a_page_for_nobody_names_the_site_and_nothing_else(world, bob, client_for):
    assert "My spaces" in client_for(bob).get("/help").get_data(as_text=True)
    page = client_for(None).get("/help").get_data(as_text=True)
    assert "Community of Practice" in page
    assert "My spaces" not in page
    assert 'id="act"' not in page


def test_help_is_on_every_page_in_the_same_place(bob, client_for):
    for path in ("/", "/rules", "/nowhere"):
        footer = client_for(bob).get(path).get_data(as_text=True).partition("<footer")[2]
        assert "Help" in footer


def test_a_page_has_no_inline_script_and_no_inline_style(bob, client_for):
    page = client_for(bob).get("/").get_data(as_text=True)
    assert '<script type="module" src=' in page
    assert page.count("<script") == page.count('<script type="module" src=')
    assert " style=" not in page
    assert page.count("<style") == page.count("<style nonce=") == 1


def test_a_refusal_looks_like_the_rest(bob, client_for):
    response = client_for(bob).get("/nowhere")
    assert response.status_code == 404
    assert "There is nothing here that you can open." in response.get_data(as_text=True)


def test_only_a_moderator_is_shown_the_way_to_the_queue(world, ann, bob, client_for):
    assert 'href="/moderation"' in client_for(ann).get("/").get_data(as_text=True)
    assert 'href="/moderation"' not in client_for(bob).get("/").get_data(as_text=True)
