"""The log of impact: what has changed at three levels, read by whom its author chooses."""

from datetime import date

import pytest

from cop import db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.intentions import commands, queries
from cop.keeping import commands as keeping
from cop.models import Impact, ImpactLevel
from cop.policy import load_actor
from tests.intentions.pairs import a_pair, a_shared, draft
from tests.intentions.test_command_sponsoring import a_sponsor, show
from tests.moderation.test_command_pieces import report
from tests.people import key, post, words

DAY = date(2026, 2, 1)
TEXT = "Set-up takes forty days"


def noted(level=ImpactLevel.ORGANISATION, text=TEXT, evidence="The register of studies", **more):
    said = {"happened_on": DAY, "is_shared": True} | more
    return commands.Noted(level, said["happened_on"], text, evidence, said["is_shared"])


def note(person, intention=None, said=None, with_key=None):
    return commands.note_impact(
        actor_id=person.id,
        intention_id=intention.id if intention else None,
        noted=said or noted(),
        key=with_key or key(),
    )


def read(person) -> list[str]:
    return [each.text for each in queries.impacts(load_actor(person.id))]


def test_b23_impact_is_noted_by_level_and_counted(world, ann, bob, mallory):
    intention = a_shared(world)
    for level in ImpactLevel:
        note(ann, intention, noted(level))
    note(bob, said=noted(ImpactLevel.INDIVIDUAL, "I ask first"))
    assert queries.by_level(load_actor(mallory.id)) == {
        ImpactLevel.INDIVIDUAL: 2,
        ImpactLevel.ORGANISATION: 1,
        ImpactLevel.SYSTEM: 1,
    }


def test_b23_who_reads_it_is_a_choice_that_can_be_taken_back(world, ann, bob, mallory):
    intention = a_shared(world)
    mine = note(mallory, said=noted(is_shared=False))
    theirs = note(ann, intention, noted(text="Of the pair", is_shared=False))
    assert (read(mallory), read(ann), read(bob)) == ([TEXT], ["Of the pair"], ["Of the pair"])
    commands.show_impact(actor_id=bob.id, impact_id=theirs.id, shared=True)
    assert read(mallory) == ["Of the pair", TEXT]
    commands.show_impact(actor_id=ann.id, impact_id=theirs.id, shared=False)
    assert read(mallory) == [TEXT]
    with pytest.raises(NotFound):
        commands.show_impact(actor_id=ann.id, impact_id=mine.id, shared=True)


def test_impact_of_a_draft_is_its_pairs_and_a_sponsor_reads_what_they_are_shown(world, ann, mallory):
    pair = a_pair(world)
    intention = draft(ann, pair)
    note(ann, intention)
    assert read(mallory) == [], "nobody reads the intention"
    sponsor = a_sponsor(world.ann.organisation_id)
    a_shared_one = _share(world, intention)
    assert read(sponsor) == []
    show(ann, a_shared_one)
    assert read(sponsor) == read(mallory) == [TEXT]


def _share(world, intention):
    from tests.intentions.pairs import again, agree

    agree(world.ann, intention)
    agree(world.bob, intention)
    return again(intention)


def test_only_its_pair_notes_impact_of_an_intention(world, mallory):
    intention = a_shared(world)
    with pytest.raises(Forbidden):
        note(mallory, intention)
    with pytest.raises(Forbidden):
        note(a_sponsor(world.ann.organisation_id), None)


def test_the_same_key_is_the_same_impact(world, ann):
    first = note(ann, with_key="0123456789abcdef")
    assert note(ann, with_key="0123456789abcdef").id == first.id
    with pytest.raises(Conflict):
        note(ann, said=noted(text="Another"), with_key="0123456789abcdef")


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("text", {"text": ""}),
        ("evidence", {"evidence": " "}),
        ("happened_on", {"happened_on": date(2026, 3, 3)}),
        ("text", {"text": "NHS number 999 000 0018"}),
    ],
)
def test_what_is_missing_or_must_not_be_there_is_said_beside_its_field(world, ann, field, given):
    from cop.errors import Doubtful

    with pytest.raises((Invalid, Doubtful)) as refused:
        note(ann, said=noted(**given))
    assert refused.value.field == field


def test_it_can_be_taken_away_but_not_under_a_legal_hold(world, ann, mallory):
    kept, gone = note(ann), note(mallory)
    commands.remove_impact(actor_id=mallory.id, impact_id=gone.id)
    with pytest.raises(Forbidden):
        commands.remove_impact(actor_id=mallory.id, impact_id=kept.id)
    keeping.place_hold(actor_id=world.staff.id, person_id=ann.id, reference="FOI 1", reason="A request")
    with pytest.raises(Conflict):
        commands.remove_impact(actor_id=ann.id, impact_id=kept.id)
    assert db.session.query(Impact).count() == 1


def test_c16_an_impact_is_reported(world, ann, mallory):
    impact = note(ann)
    report(mallory, "impact", impact.id, category="patient")
    assert (read(mallory), read(ann)) == ([], [TEXT])


def test_from_the_form_to_the_list(world, ann, mallory, client_for):
    form = {
        "level": "system",
        "happened_on": "2026-02-01",
        "text": TEXT,
        "evidence": "Seen",
        "readers": "shared",
    }
    client = client_for(ann)
    assert post(client, "/impacts/new", form | {"key": key(), "text": ""}).status_code == 422
    assert post(client, "/impacts/new", form | {"key": key()}).headers["Location"] == "/impacts"
    intention = a_shared(world)
    there = post(client, f"/impacts/new?intention={intention.id}", form | {"key": key()})
    assert there.headers["Location"] == f"/intentions/{intention.id}#impact"
    assert TEXT in words(client_for(mallory).get(f"/intentions/{intention.id}"))
    assert words(client_for(mallory).get("/impacts")).count(f">{TEXT}<") == 2
    assert client_for(mallory).get(f"/impacts/new?intention={intention.id}").status_code == 403
    impact = db.session.query(Impact).first()
    assert TEXT in words(client.get(f"/impacts/{impact.id}/removal"))
    assert client_for(mallory).get(f"/impacts/{impact.id}/removal").status_code == 403
    for door in ("readers/removal", "readers", "removal"):
        assert post(client, f"/impacts/{impact.id}/{door}", {}).status_code == 303
