"""The toolkit of sets: guides and prompts, linked from each page of a set."""

import pytest

from cop.meetings.queries.guides import Guide
from tests.people import words

SET = "/spaces/cohort-1-set-a"


@pytest.mark.parametrize("page", ["", "/chat", "/members", "/about", "/contract"])
def test_a13_each_page_of_a_set_leads_to_the_guides(world, client_for, page):
    client = client_for(world.bob)
    assert 'href="/guides"' in client.get(SET + page).get_data(as_text=True)
    assert 'href="/guides"' not in client.get("/spaces/cohort-1").get_data(as_text=True)


def test_each_guide_is_read_and_leads_to_the_others(world, client_for):
    client = client_for(world.mallory)
    listed = client.get("/guides").get_data(as_text=True)
    for guide in Guide:
        assert f'href="/guides/{guide.value}"' in listed
        page = client.get(f"/guides/{guide.value}").get_data(as_text=True)
        assert f'<h1 class="cop-heading__title">{guide.label}</h1>' in page
        assert "<h2>" in page, "its headings stand below its title"
        assert page.count('href="/guides/') >= len(Guide) - 1
    assert client.get("/guides/no-guide").status_code == 404


def test_prompts_are_questions(world, client_for):
    page = words(client_for(world.bob).get("/guides/questions"))
    assert "What are you assuming that you have not tested?" in page
    assert "Who could help you with this?" in page
