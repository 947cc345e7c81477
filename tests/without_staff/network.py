"""What a steward does about the network itself: spaces, statements, what is kept, handing over, inspections."""

from html import unescape
from io import BytesIO

from cop.models import (
    Citation,
    Condition,
    Gathering,
    HandoverCheck,
    Hold,
    Inspection,
    Kept,
    Organisation,
    Output,
    Partner,
    Programme,
    Space,
    StatementKind,
    StatementVersion,
)
from cop.models.keeping_rows import period_of
from cop.spaces.commands import mark_of
from cop.statements import queries
from tests import people
from tests.inspections import reads
from tests.people import words
from tests.spaces.lists import MARL, table
from tests.without_staff.place import Walk, latest, now

RULES = StatementKind.RULES


def make_a_space(walk: Walk) -> None:
    form = {"name": "Spring round", "purpose": "", "about": "", "policy": "first_held", "programme": ""}
    walk.does(walk.steward, "/spaces/new?kind=cohort", form | {"leader": "", "key": people.key()})
    assert latest(Space).slug == "spring-round"


def enter_a_programme(walk: Walk) -> None:
    form = {"name": "Leading thistles", "parent": "", "summary": "", "status": "running", "ended_on": ""}
    walk.does(walk.steward, "/programmes/new", form)
    made = latest(Programme)
    assert made.slug == "leading-thistles"
    _look_after(walk, made)


def _look_after(walk: Walk, programme: Programme) -> None:
    at = f"/programmes/{programme.slug}"
    said = {"name": "Leading teasels", "cost": "Free", "seen": programme.mark()}
    walk.does(walk.steward, f"{at}/edit", said)
    walk.does(walk.steward, f"{at}/partners", {"role": "funder", "name": "Thistle Fund"})
    walk.does(walk.steward, f"/partners/{latest(Partner).id}/removal")
    walk.does(walk.steward, f"{at}/grounds", {"output_id": _output(walk)})
    walk.does(walk.steward, f"/citations/{latest(Citation).id}/removal")
    walk.does(walk.steward, f"{at}/status", {"status": "planned", "ended_on": ""})
    programme = now(programme)
    assert (programme.name, programme.cost, programme.status) == ("Leading teasels", "Free", "planned")


def _output(walk: Walk) -> int:
    """Of an event of the network, which a steward arranges."""
    event = {"kind": "conference", "called": "Thistles", "day": "2026-03-12", "scope": "national"}
    walk.does(
        walk.steward, "/spaces/network/gatherings/new", event | {"invited": "everybody", "key": people.key()}
    )
    at = f"/gatherings/{latest(Gathering).id}"
    walk.does(walk.steward, f"{at}/outputs", {"title": "What we heard", "address": ""})
    return int(latest(Output).id)


def enter_organisations(walk: Walk) -> None:
    form = {"code": "X01", "name": "Teasel Vale", "region": "Midlands", "kind": "acute"}
    walk.does(walk.steward, "/organisations/new", form)
    made = latest(Organisation)
    changed = form | {"name": "Teasel", "seen": mark_of(made)}
    walk.does(walk.steward, f"/organisations/{made.id}", changed)
    assert latest(Organisation).name == "Teasel"
    file = {"file": (BytesIO(table(MARL)), "trusts.csv")}
    shown = words(walk.does(walk.steward, "/organisations/list", file, answered=200))
    looked_at = unescape(shown.partition('name="table" value="')[2].partition('"')[0])
    walk.does(walk.steward, "/organisations/list/entering", {"table": looked_at}, answered=200)
    assert latest(Organisation).name.startswith("Marlfield")


def publish_a_statement(walk: Walk) -> None:
    text = {"text": "Be kind.", "version": queries.draft_of(RULES).version, "go": "keep"}
    walk.does(walk.steward, "/statements/rules/draft", text)
    form = {"draft": queries.draft_of(RULES).version, "change": "The first", "is_material": "yes"}
    walk.does(walk.steward, "/statements/rules/publishing", form | {"key": people.key()})
    assert "Be kind." in walk.reads(walk.bob, "/rules")
    newest = StatementVersion.newest_id()
    for person in (walk.steward, walk.second_steward, walk.ann, walk.bob, walk.carol):
        walk.does(person, "/accept", {"accepted": newest, "agree": "y"})


def say_how_long_what_is_kept(walk: Walk) -> None:
    days = period_of(Kept.LETTERS).days
    longer = {"days": str(days + 100), "reason": "A request", "seen": str(days)}
    walk.does(walk.steward, f"/retention/{Kept.LETTERS.value}", longer)
    assert period_of(Kept.LETTERS).days == days + 100
    on_bob = {"scope": "person", "person": walk.bob.id, "reference": "FOI 7", "reason": "A request"}
    walk.does(walk.steward, "/holds/new?name=bob", on_bob)
    hold = latest(Hold)
    walk.does(walk.second_steward, f"/holds/{hold.id}/lifting", {"reason": "Answered"})
    assert not now(hold).is_open


def tick_the_handover(walk: Walk) -> None:
    at = f"/handover/conditions/{Condition.HOSTING.value}"
    walk.does(walk.steward, at, {"note": "By the Trust, until May 2027"})
    assert Condition.HOSTING in HandoverCheck.all()
    walk.does(walk.steward, f"{at}/removal")
    assert Condition.HOSTING not in HandoverCheck.all()


def inspect_a_set(walk: Walk) -> None:
    """Two stewards together, and neither of them alone."""
    asked = {"basis": "legal", "demand": "Order 12", "reason": "Somebody may be in danger", "understood": "y"}
    for verb, form in (("refusal", {"answer": "Ask the set first."}), ("approval", {"understood": "y"})):
        walk.does(walk.steward, "/inspections/new", asked | {"space": walk.world.set_a.id})
        inspection = latest(Inspection)
        at = f"/inspections/{inspection.id}"
        assert not reads(walk.steward, walk.world.set_a)
        assert "Somebody may be in danger" in walk.reads(walk.second_steward, at)
        walk.does(walk.second_steward, f"{at}/{verb}", form)
        assert reads(walk.steward, walk.world.set_a) is (verb == "approval")
    walk.does(walk.steward, f"{at}/ending")
    assert not reads(walk.steward, walk.world.set_a)
