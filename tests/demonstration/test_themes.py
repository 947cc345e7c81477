"""What the demonstration talks about, and what else the facts of the two programmes became there (domain.md 1, 6)."""

from collections import Counter

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.demonstration import story
from cop.models import (
    Appointment,
    AppointmentRole,
    Gathering,
    GatheringPlace,
    Impact,
    Person,
    ProfessionalRole,
    Programme,
    Space,
    Tag,
    Topic,
    TopicState,
    TopicTag,
    ValueStory,
)
from cop.models.gatherings import GatheringKind
from cop.models.value import ImpactLevel
from tests.demonstration.counting import count

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.usefixtures("_bound")]


def topics(tag: str, *, of: str = "network") -> int:
    """How many topics of a space that can be read are tagged so, with an answer each or more."""
    query = sa.select(sa.func.count()).select_from(Topic).join(Topic.space).join(TopicTag).join(Tag)
    answered = (Topic.state == TopicState.OPEN, Topic.posts > 1)
    return db.session.scalar(query.where(Space.slug == of, Tag.name == tag, *answered)) or 0


def test_b13_b08_the_whole_network_has_four_themes_with_posts() -> None:
    themes = ("Changing the culture", "Faster, easier research", "The role of R&D", "Better together")
    assert all(topics(each) >= 5 for each in themes), {each: topics(each) for each in themes}


def test_b03_it_talks_about_regulatory_change_and_set_up() -> None:
    assert topics("Regulatory change and set-up") >= 5


def test_a12_cohorts_talk_about_culture_and_leadership() -> None:
    for slug in story.MET:
        assert topics("Culture and leadership", of=slug) >= 2, slug


def test_b06_managers_say_what_they_did_before() -> None:
    managers = sa.select(Person.about).where(Person.professional_role == ProfessionalRole.RD_MANAGER)
    abouts = db.session.scalars(managers.where(Person.name.startswith("Dr "))).all()
    assert len(abouts) > 20
    assert all(len(each.split()) > 3 for each in abouts)
    assert sum("PhD" in each or "octorate" in each for each in abouts) >= 5


def test_b07_figures_of_the_sector_are_dated_and_attributed() -> None:
    query = sa.select(Programme.rationale).where(Programme.slug == "rd-leaders")
    said = db.session.scalars(query).one()
    assert all(word in said for word in ("176,000", "£52 billion", "2011", "Source:"))


def test_terms_of_stewards_end_and_one_has_no_successor_yet() -> None:
    terms = db.session.scalars(
        sa.select(Appointment).where(Appointment.role == AppointmentRole.STEWARD)
    ).all()
    with clock.at(story.AS_OF):
        current = [each for each in terms if each.is_current()]
        past = [each for each in terms if each.is_over()]
    ends = [(each.ended_at - story.AS_OF).days for each in current if each.ended_at]
    assert (len(current), len(past), ends) == (5, 1, [60])


def test_a19_each_cohort_visited_a_company_and_one_had_more_names_than_places() -> None:
    are_visits = sa.select(Gathering).where(Gathering.kind == GatheringKind.VISIT)
    visits = db.session.scalars(are_visits.order_by(Gathering.day)).all()
    assert {each.space.slug for each in visits} == set(story.MET)
    assert {each.places for each in visits} == {20}
    waiting = sa.select(GatheringPlace.gathering_id).where(GatheringPlace.given_at.is_(None))
    assert Counter(db.session.scalars(waiting)) == {visits[0].id: 1}
    wrote = sa.select(GatheringPlace.gathering_id).where(GatheringPlace.post_id.is_not(None))
    assert all(Counter(db.session.scalars(wrote))[each.id] >= 3 for each in visits)


def test_b23_impact_is_noted_at_three_levels() -> None:
    levels = Counter(db.session.scalars(sa.select(Impact.level)))
    assert levels == {ImpactLevel.INDIVIDUAL: 40, ImpactLevel.ORGANISATION: 28, ImpactLevel.SYSTEM: 12}
    assert count(Impact.intention_id.is_(None), of=Impact) == 39


def test_twelve_stories_of_value_are_told_and_seven_are_for_evaluation() -> None:
    assert count(of=ValueStory) == 12
    assert count(ValueStory.for_evaluation, of=ValueStory) == 7
    assert count(ValueStory.for_evaluation, ValueStory.published_at.is_(None), of=ValueStory) == 0
