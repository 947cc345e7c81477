"""Home begins with the intention of one's pair (domain.md B29)."""

from datetime import timedelta

from cop import clock
from cop.intentions import commands
from tests.conftest import NOON
from tests.intentions.pairs import STATEMENT, a_pair, a_shared, agree, draft
from tests.intentions.test_command_sponsoring import a_sponsor, show
from tests.intentions.test_command_updates import write


def home(client) -> str:
    return " ".join(client.get("/").get_data(as_text=True).split())


def main(client) -> str:
    return home(client).partition("<main")[2]


def test_b29_home_leads_with_my_intention(world, ann, bob, mallory, client_for):
    pair = a_pair(world)
    assert "You have none under way" in main(client_for(ann))
    intention = draft(ann, pair)
    page = main(client_for(bob))
    assert page.index(STATEMENT) < page.index("Your set")
    agree(ann, intention)
    assert "The other half of your pair would share it" in main(client_for(bob))
    assert "The other half" not in main(client_for(ann))
    assert STATEMENT not in home(client_for(mallory))


def test_the_review_and_what_waits_are_told_to_the_pair(world, ann, bob, mallory, client_for):
    intention = a_shared(world)
    write(ann, intention)
    commands.offer_help(actor_id=mallory.id, intention_id=intention.id, text="Help", key="0" * 16)
    page = main(client_for(bob))
    assert "Review due in 91 days" in page
    assert "1 offer of help waits" in page
    with clock.at(NOON + timedelta(days=93)):
        assert "Review was due 2 days ago" in main(client_for(bob))


def test_a_sponsor_is_led_from_home_to_what_the_pair_shows(world, ann, client_for):
    sponsor = a_sponsor(world.ann.organisation_id)
    pair = a_pair(world)
    intention = a_shared(world, pair)
    page = main(client_for(sponsor))
    assert "Your pair shows you no intention" in page
    assert STATEMENT not in page
    assert f'href="/spaces/{pair.space.slug}/commitment"' in page
    show(ann, intention)
    assert STATEMENT in main(client_for(sponsor))


def test_it_takes_one_query_more_and_none_without_a_pair(world, ann, mallory, client_for, count_queries):
    def asked(person) -> int:
        client = client_for(person)
        client.get("/")
        with count_queries() as queries:
            client.get("/")
        return len(queries)

    before = asked(ann), asked(mallory)
    a_shared(world)
    assert (asked(ann), asked(mallory)) == (before[0] + 1, before[1])
