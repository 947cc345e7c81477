"""The page of a programme, for members and for who keeps it."""

import re

import pytest

from cop.forum import commands as forum
from cop.models import PartnerRole, Policy, Programme, SpaceKind
from cop.programme import commands
from cop.programme.commands import Said
from cop.spaces.commands import create_programme, create_space
from tests import people
from tests.conftest import NOON, later
from tests.people import key, post, words

HERE = "/programmes/leading-thistles"
DAY = 24 * 3600
FORM = {
    "name": "Leading Thistles",
    "parent": "Leading Plants",
    "summary": "A summary",
    "rationale": "First line\nSecond line",
    "domain": "A place where research is everybody’s",
    "eligibility": "Leaders of services",
    "cost": "Free of charge",
    "recognition": "A medal",
}


def shown(client, path: str = HERE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return words(answer).partition('id="main"')[2]


@pytest.fixture
def staff(world, client_for):
    return client_for(world.staff)


def test_a04_a06_a21_it_is_edited_and_read_by_everybody_with_an_account(world, programme, staff, client_for):
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', shown(staff, f"{HERE}/edit"))[1]
    assert post(staff, f"{HERE}/edit", FORM | {"seen": seen}).location == HERE
    for person in (world.bob, world.mallory):
        page = shown(client_for(person))
        for said in ("First line", "Second line", FORM["domain"], FORM["cost"], FORM["eligibility"]):
            assert said in page
        assert f"{HERE}/edit" not in page
    assert "/spaces/cohort-1" in shown(client_for(world.bob))
    assert "/spaces/cohort-1" not in shown(client_for(world.mallory))
    late = post(staff, f"{HERE}/edit", FORM | {"name": "Mine", "seen": seen})
    assert late.status_code == 409
    assert 'value="Mine"' in words(late)


def test_a02_it_shows_its_work_stream_and_what_stands_beside_it(world, programme, client_for):
    create_programme(actor_id=None, name="Leading Nettles", parent="leading plants")
    create_programme(actor_id=None, name="Leading Stones", parent="Leading Minerals")
    page = shown(client_for(world.bob))
    assert "Leading Plants" in page
    assert "/programmes/leading-nettles" in page
    assert "Stones" not in page
    create_programme(actor_id=None, name="Leading Plants")
    assert "/programmes/leading-plants" in shown(client_for(world.bob))


def test_a09_b01_its_partners_stand_there_with_what_they_are(world, programme, staff, client_for):
    for role, name in (("funder", "Invented Fund"), ("allocating_body", "Invented Group")):
        assert post(staff, f"{HERE}/partners", {"role": role, "name": name}).status_code == 303
    page = shown(client_for(world.bob))
    assert re.search(r"Funded by</dt>\s*<dd>\s*Invented Fund", page)
    assert re.search(r"Allocated to</dt>\s*<dd>\s*Invented Group", page)
    assert post(staff, f"{HERE}/partners", {"role": "funder", "name": "Invented Fund"}).status_code == 409
    removal = re.search(r'formaction="([^"]+/removal)"', shown(staff, f"{HERE}/partners"))[1]
    assert post(client_for(world.ann), removal).status_code == 403
    assert post(staff, removal).status_code == 303
    assert "Invented Fund" not in shown(client_for(world.bob))


def test_a01_it_ends_and_its_forum_takes_posts(world, programme, client_for):
    """Staff pages say when; the cohort goes on."""
    with later(DAY):
        staff = client_for(world.staff)
        form = {"status": "ended", "ended_on": NOON.date().isoformat()}
        assert post(staff, f"{HERE}/status", form).location == HERE
        forum.open_topic(
            actor_id=world.bob.id, space_id=world.cohort.id, title="Still here", text="Yes", key=key()
        )
        assert "ended on 2 March 2026" in shown(staff)
        assert "Ended on 2 March 2026" in shown(staff, "/programmes")
        bob = client_for(world.bob)
        assert "ended on 2 March 2026" in shown(bob, "/spaces/cohort-1/about")
        assert "Still here" in shown(bob, "/spaces/cohort-1")


@pytest.mark.parametrize(
    ("door", "form", "told"),
    [
        ("edit", FORM | {"name": ""}, "Enter its name."),
        ("edit", FORM | {"cost": "x" * 161}, "At most 160 characters"),
        ("status", {"status": "over"}, "Invalid Choice"),
        ("status", {"status": "ended", "ended_on": "2031-01-01"}, "has not come"),
        ("partners", {"role": "funder", "name": ""}, "Enter its name."),
    ],
)
def test_what_is_wrong_is_said(world, programme, staff, door, form, told):
    answer = post(staff, f"{HERE}/{door}", form)
    assert answer.status_code == 422
    assert told in words(answer)


def test_others_change_nothing_and_unknown_ones_are_not_there(world, programme, client_for):
    ann = client_for(world.ann)
    for door in ("edit", "status", "partners"):
        assert ann.get(f"{HERE}/{door}").status_code == 403
        assert post(ann, f"{HERE}/{door}", FORM).status_code == 403
        assert ann.get(f"/programmes/leading-weeds/{door}").status_code == 404
    assert ann.get("/programmes/leading-weeds").status_code == 404


def test_a_programme_that_says_little_shows_no_empty_headings(world, staff):
    create_programme(actor_id=None, name="Bare")
    page = shown(staff, "/programmes/bare")
    assert "No cohort yet" in page
    assert "Why this programme" not in page
    assert "Cost" not in page


def test_what_somebody_wrote_there_is_words(world, programme, client_for):
    about = {"actor_id": world.staff.id, "programme_id": programme.id}
    commands.edit_programme(**about, said=Said("<b>Bold</b>", rationale="<script>x</script>"))
    commands.name_partner(**about, role=PartnerRole.FUNDER, name="<i>Fund</i>")
    page = words(client_for(world.bob).get(HERE))
    assert "&lt;b&gt;Bold" in page
    assert [each for each in ("<b>Bold", "<script>x", "<i>Fund") if each in page] == []


def test_the_name_of_a_programme_opens_its_page_from_a_space(world, programme: Programme, client_for):
    assert f'href="{HERE}"' in shown(client_for(world.bob), "/spaces/cohort-1/about")


def test_a32_a_cohort_and_a_set_have_a_forum_from_the_day_they_are_made(world, staff, client_for):
    make = {"actor_id": world.staff.id, "policy": Policy.OPEN}
    cohort = create_space(**make, kind=SpaceKind.COHORT, name="Cohort 9")
    made = create_space(**make, kind=SpaceKind.SET, name="Set Z", parent_id=cohort.id)
    person = people.newcomer("nettle", cohort, made)
    nettle = client_for(person)
    for space in (cohort, made):
        forum.open_topic(actor_id=person.id, space_id=space.id, title="The first", text="Words", key=key())
        assert "The first" in shown(nettle, f"/spaces/{space.slug}")
    assert staff.get(f"/spaces/{made.slug}").status_code == 404, "of a set for its own alone"
