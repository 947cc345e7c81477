"""A draft is shared by those who run the network: it may have blanks, and nobody writes over another unseen."""

import pytest

from cop import db
from cop.errors import Conflict, Doubtful, Invalid, NotFound
from cop.models import Statement, StatementKind, StatementVersion
from cop.statements import queries
from tests import people
from tests.statements.publishing import PRIVACY, RULES, draft, publish


def test_an_editor_begins_with_what_comes_with_the_software(world):
    assert queries.draft_of(RULES) == (queries.shipped(RULES), 0)
    assert "No selling" in queries.shipped(RULES)


def test_a_draft_may_have_blanks_and_publishes_nothing(world):
    draft(world.staff, "Ask [[contact]].")
    assert queries.draft_of(RULES) == ("Ask [[contact]].", 1)
    assert StatementVersion.newest(RULES) is None


def test_what_is_published_is_where_the_next_draft_begins(world):
    publish(world.staff, "No selling.")
    assert queries.draft_of(RULES).text == "No selling."


def test_whoever_saves_second_is_told_and_nothing_is_lost(world):
    steward = people.a_steward()
    draft(world.staff, "First.", version=0)
    with pytest.raises(Conflict, match="Both texts are below"):
        draft(steward, "Second.", version=0)
    assert queries.draft_of(RULES) == ("First.", 1)

    kept = draft(steward, "Second.", version=1)  # a knowing one
    assert (kept.text, kept.editor_id) == ("Second.", steward.id)


def test_to_save_the_same_twice_changes_nothing(world):
    draft(world.staff, "First.", version=0)
    assert draft(world.staff, "First.", version=0).version == 1


def test_each_kind_has_a_draft_of_its_own(world):
    draft(world.staff, "First.")
    draft(world.staff, "Of privacy.", PRIVACY)
    assert {each.kind for each in db.session.query(Statement)} == {RULES, PRIVACY}


def test_who_does_not_run_the_network_finds_nothing_here(world):
    for person in (world.ann, world.mallory):
        with pytest.raises(NotFound):
            draft(person, "Mine.")
    draft(world.staff, "Theirs.")


def test_it_passes_the_guard_of_patients(world):
    with pytest.raises(Invalid, match="NHS number"):
        draft(world.staff, "About 999 000 0018.")
    with pytest.raises(Doubtful):
        draft(world.staff, "Born on 01/02/1961.")


@pytest.mark.parametrize("address", ["/spaces/cohort-1", "/moderation", "/invitations/secret"])
def test_it_leads_to_no_page_that_not_everybody_has(world, address):
    with pytest.raises(Invalid, match=address):
        draft(world.staff, f"See [this]({address}).")
    draft(
        world.staff,
        "See [help](/help), [yours](/me/decisions#x), <https://example.org/spaces> and [us](mailto:a@b.org).",
    )


def test_an_address_typed_as_a_picture_or_a_reference_is_no_way_round(world):
    with pytest.raises(Invalid, match="/waves"):
        draft(world.staff, "See [this][1].\n\n[1]: /waves")


@pytest.mark.parametrize("kind", StatementKind)
def test_what_comes_with_the_software_can_be_kept_as_it_is(world, kind):
    assert draft(world.staff, queries.shipped(kind), kind).version == 1
