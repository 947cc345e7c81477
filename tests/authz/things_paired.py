"""An intention of a pair, which the newcomer and the member are, and help with it from the outsider."""

from datetime import timedelta

from cop import clock, db
from cop.models import (
    Appointment,
    AppointmentRole,
    Cycle,
    Impact,
    ImpactLevel,
    Indicator,
    IndicatorKind,
    IndicatorValue,
    Intention,
    IntentionStatus,
    KeyRelationship,
    Offer,
    Organisation,
    Pair,
    Person,
    ProgressUpdate,
    Stakeholder,
    Theme,
    ValueStory,
    Wording,
)
from tests import people
from tests.authz.stage import Stage

HALVES = ("newcomer", "member")


def put_intention(stage: Stage, state: str) -> dict[str, int | str]:
    """Shared, or a draft where it is to be `begun`; in the running command."""
    pair = put_pair(f"P-{stage.cohort.slug}", *(stage.people[name] for name in HALVES))
    if "appointee" in stage.people:
        _sponsor(stage, pair)
    intention = put_wording(
        pair, stage.people["member"], "What is to be different", is_shared=state != "begun"
    )
    intention.for_sponsor = True
    about = {"intention_id": intention.id, "person_id": stage.people["member"].id}
    relationship = KeyRelationship(kind=Stakeholder.FUNDERS, who="We", partner="They", **about)
    indicator = put_indicator(intention, stage.people["member"])
    update = put_update(intention, stage.people["member"])
    offer = Offer(
        intention_id=intention.id, person_id=stage.people["outsider"].id, text="Some help", key=people.key()
    )
    impact, story = put_impact(stage.people["member"], intention), put_story(stage.people["member"])
    db.session.add_all([relationship, offer])
    db.session.flush()
    return {
        "pair": pair.space.slug,
        "intention_id": intention.id,
        "piece_kind": "wording",
        "piece_key": f"{intention.id}-1",
        "relationship_id": relationship.id,
        "indicator_id": indicator.id,
        "value_id": indicator.values[0].id,
        "update_id": update.id,
        "offer_id": offer.id,
        "impact_id": impact.id,
        "story_id": story.id,
    }


def _sponsor(stage: Stage, pair: Pair) -> None:
    """The appointee sponsors the organisation of the pair."""
    about = {"person_id": stage.people["appointee"].id, "organisation_id": pair.organisation_id}
    db.session.add(Appointment(role=AppointmentRole.SPONSOR, **about))


def put_indicator(
    intention: Intention, person: Person, name: str = "What is counted", unit: str = "people"
) -> Indicator:
    first, last = clock.today() - timedelta(days=365), clock.today() + timedelta(days=365)
    indicator = Indicator(
        intention_id=intention.id, kind=IndicatorKind.OWN, name=name, unit=unit, baseline=1.0,
        baseline_on=first, target=9.0, target_on=last, person_id=person.id,
    )  # fmt: skip
    indicator.values.append(IndicatorValue(day=clock.today(), value=5.0, person_id=person.id))
    db.session.add(indicator)
    db.session.flush()
    return indicator


def put_update(
    intention: Intention, person: Person, around: str = "Around us", within: str = "In us"
) -> ProgressUpdate:
    about = {"intention_id": intention.id, "person_id": person.id, "key": people.key()}
    update = ProgressUpdate(organisation=around, leadership=within, **about)
    db.session.add(update)
    db.session.flush()
    return update


def put_impact(
    person: Person,
    intention: Intention | None,
    text: str = "Changed",
    evidence: str = "Seen",
    *,
    shared: bool = True,
) -> Impact:
    about = {"person_id": person.id, "intention_id": intention.id if intention else None, "is_shared": shared}
    said = {"text": text, "evidence": evidence, "level": ImpactLevel.SYSTEM, "happened_on": clock.today()}
    impact = Impact(key=people.key(), **about, **said)
    db.session.add(impact)
    db.session.flush()
    return impact


def put_story(
    person: Person, title: str = "A story", told: str = "I noticed", *, published: bool = True
) -> ValueStory:
    """Which evaluators don't read."""
    story = ValueStory(person_id=person.id, title=title, key=people.key())
    for cycle in Cycle:
        setattr(story, cycle, told)
    story.published_at = clock.now() if published else None
    db.session.add(story)
    db.session.flush()
    return story


def put_pair(code: str, *halves: Person) -> Pair:
    organisation = Organisation(code=code, name="A paired organisation")
    db.session.add(organisation)
    db.session.flush()
    pair = Pair.begin(organisation, None, "1")
    for person in halves:
        people.join(person, pair.space)
    return pair


def put_wording(pair: Pair, editor: Person, words: str, *, is_shared: bool, ambition: str = "x") -> Intention:
    intention = Intention(pair_id=pair.id, status=IntentionStatus.DRAFT, shown=0)
    db.session.add(intention)
    db.session.flush()
    reword(intention, editor, words, ambition=ambition)
    if is_shared:
        newest = intention.newest
        assert newest is not None
        intention.share(newest)
        db.session.flush()
    return intention


def reword(intention: Intention, editor: Person, words: str, *, ambition: str = "x") -> None:
    wording = Wording(
        statement=words, ambition=ambition, theme=Theme.ROLE, stakeholders="staff", editor_id=editor.id
    )
    newest = intention.newest
    intention.say(wording, seen=newest.number if newest else 0)
    db.session.flush()
