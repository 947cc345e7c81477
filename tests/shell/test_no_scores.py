"""Nobody is scored, ranked or rewarded for posting (domain.md B10): in no template, and on no page about people."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.moderation import things
from tests.people import words

TEMPLATES = Path(__file__).parents[2] / "templates"

REWARDS = re.compile(
    r"\b(scores?|scored|rank(s|ed|ing)?|points?|badges?|leader ?board|karma|reputation|trophy|trophies|streaks?"
    r"|top (contributors?|members?|posters?)|most active|best contributors?|likes received)\b",
    re.IGNORECASE,
)

OF_NOBODY = {
    "forum/results.html": "what the options of a poll have got, by Borda’s count",
    "meetings/_actions.html": "how a set has found one of its meetings",
    "spaces/coverage.html": "percentage points of a region or a kind of organisation",
}
"""Where such a word means something else -> what."""

TAKEN_OUT = (r"\{#.*?#\}", r"\{%.*?%\}", r"<[^>]*>")


def read(template: str) -> str:
    """What a template says to its reader, with the words of ours that stand in its expressions."""
    for pattern in TAKEN_OUT:
        template = re.sub(pattern, " ", template, flags=re.DOTALL)
    said = re.sub(
        r"\{\{(.*?)\}\}",
        lambda found: " ".join(re.findall(r'"([^"]*)"', found[1])),
        template,
        flags=re.DOTALL,
    )
    return " ".join(said.split())


def rewarding() -> dict[str, str]:
    """Template -> the first such word in it."""
    found = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        word = REWARDS.search(read(path.read_text()))
        if word is not None:
            found[str(path.relative_to(TEMPLATES))] = word[0]
    return found


def test_b10_no_template_speaks_of_scores_ranks_points_or_badges():
    assert rewarding().keys() == OF_NOBODY.keys()


@pytest.mark.parametrize(
    "template",
    [
        "<p>{{ person.name }}: {{ person.posts }} points</p>",
        '<h2>{{ "Top contributors" if rows }}</h2>',
        "<li>{% if each.badge %}Badge for a hundred posts{% endif %}</li>",
    ],
)
def test_one_that_does_would_be_found(template):
    assert REWARDS.search(read(template))


ABOUT_PEOPLE = ("/directory", "/directory?name=Bob", "/spaces/cohort-1/members", "/people/{bob}", "/coverage")
SEVEN = 7


def numbers(page: str) -> Counter[str]:
    """All the numbers that the main part of a page says."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return Counter(re.findall(r"\b\d+\b", re.sub(r"<[^>]*>", " ", main)))


def test_b10_no_page_about_people_counts_what_they_wrote(world, ann, bob, client_for):
    client = client_for(ann)
    pages = [each.format(bob=bob.id) for each in ABOUT_PEOPLE]
    before = {page: numbers(words(client.get(page))) for page in pages}
    assert all("Bob" in words(client.get(page)) for page in pages[:-1]), "control: they are about him"
    for each in range(SEVEN):
        things.open_topic(bob, world.cohort, title=f"One of many {'x' * each}")
    assert {page: numbers(words(client.get(page))) for page in pages} == before
    forum = numbers(words(client.get("/spaces/cohort-1")))
    assert forum != Counter(), "control: numbers are found where there are some"
