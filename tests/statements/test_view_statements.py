"""Statements as everybody reads them, signed in or not."""

import pytest

from cop.models import StatementKind
from cop.statements import queries
from cop.statements.queries.texts import WITHIN
from tests.people import words
from tests.statements.publishing import PRIVACY, RULES, publish

UNPUBLISHED = "has not published this page yet"


@pytest.fixture(params=["bob", None])
def anybody(request, world, client_for):
    return client_for(request.param and getattr(world, request.param))


@pytest.mark.parametrize("kind", StatementKind)
def test_until_it_is_published_it_says_so_and_shows_what_comes_with_the_software(anybody, kind):
    page = words(anybody.get(f"/{kind.page}"))
    assert f'<h1 class="cop-heading__title">{kind.label}</h1>' in page
    assert UNPUBLISHED in page
    for blank in queries.blanks(queries.shipped(kind)):
        assert f"<strong>[{blank.what}]</strong>" in page.replace("&#39;", "’")


def test_what_the_settings_know_fills_by_itself(anybody):
    page = words(anybody.get("/intended-use"))
    assert "Community of Practice is a place" in page
    assert "[name of this site]" not in page


def test_once_it_is_published_it_shows_that(world, anybody):
    publish(world.staff, "# On selling\n\nNo *selling*.")
    page = words(anybody.get("/rules"))
    assert "<h2>On selling</h2>" in page
    assert "No <em>selling</em>." in page
    assert "Version 1, since" in page
    assert UNPUBLISHED not in page
    assert UNPUBLISHED in words(anybody.get("/privacy"))


def test_earlier_versions_stay_readable_with_what_changed(world, anybody):
    publish(world.staff, "No selling.", change="The first")
    publish(world.staff, "No selling at all.", change="Not even books")
    page = words(anybody.get("/rules/versions"))
    assert page.index("Not even books") < page.index("The first")
    earlier, now = words(anybody.get("/rules/versions/1")), words(anybody.get("/rules/versions/2"))
    assert "What holds now" in earlier
    assert "No selling." in earlier
    assert "What holds now" not in now
    assert "<ins>" in now
    assert "at all" in now


def test_there_is_nothing_where_nothing_was_published(world, anybody):
    assert "Nothing is published yet" in words(anybody.get("/rules/versions"))
    publish(world.staff, "No selling.")
    for path in ("/rules/versions/2", "/rules/versions/0", "/rule", "/intended_use"):
        assert anybody.get(path).status_code == 404
    assert anybody.get("/rules/versions/1").status_code == 200


def test_who_published_it_is_told_to_those_who_run_the_network_alone(world, client_for):
    publish(world.staff, "No selling.")
    assert world.staff.name in words(client_for(world.staff).get("/rules/versions"))
    for person in (world.bob, None):
        assert f"by {world.staff.name}" not in words(client_for(person).get("/rules/versions"))


def test_the_footer_of_every_page_leads_to_all_of_them(anybody):
    footer = words(anybody.get("/help")).partition("<footer")[2]
    assert all(f'href="/{kind.page}"' in footer for kind in StatementKind)


def test_every_page_that_a_statement_may_lead_to_is_there(world, client_for):
    for path in WITHIN:
        assert client_for(world.bob).get(path).status_code == 200, path


def test_the_way_to_edit_it_is_shown_to_those_who_run_the_network(world, client_for):
    assert "/statements/rules/draft" in words(client_for(world.staff).get("/rules"))
    for person in (world.ann, None):
        assert "/statements" not in words(client_for(person).get("/rules"))


def test_what_is_written_in_it_is_never_markup(world, anybody):
    evil = "<script>x</script> <b onclick=x>b</b> [l](javascript:x) ![i](https://example.org/x.png)"
    publish(world.staff, evil, PRIVACY, change="<b>new</b>")
    for path in ("/privacy", "/privacy/versions", "/privacy/versions/1"):
        page = words(anybody.get(path))
        assert "&lt;b&gt;new" in page or path == "/privacy"
        for wrong in ("<script>x", "<b onclick", 'href="javascript', "<img"):
            assert wrong not in page.partition("<main")[2]


def test_the_page_costs_one_query_more_than_another(world, client_for, count_queries):
    def asked(path):
        browser = client_for(world.bob)
        browser.get(path)
        with count_queries() as queries:
            browser.get(path)
        return len(queries)

    publish(world.staff, "No selling.", is_material=False)
    assert asked("/rules") == asked("/help") + 1
    assert RULES.page == "rules"
