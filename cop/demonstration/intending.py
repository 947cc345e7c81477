"""Pairs of the demonstration and what they go for: one in progress with help from others, one achieved, one a draft."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cop import clock
from cop.db import command, get
from cop.demonstration.story import document
from cop.intentions import commands
from cop.models import (
    Appointment,
    AppointmentRole,
    Cycle,
    ImpactLevel,
    IndicatorKind,
    Intention,
    IntentionStatus,
    Membership,
    Organisation,
    Pair,
    RoleName,
    Stakeholder,
    Theme,
)

AGREED_AFTER = timedelta(days=2)


def intend(as_of: datetime, *, people: Mapping[str, int], organisations: Mapping[str, int]) -> None:
    """Let each pair of the file write and share what it goes for, in the months before `as_of`."""
    for each in document("intentions")["pair"]:
        begun_at = as_of - timedelta(days=each["days_ago"])
        halves = [people[key] for key in each["halves"]]
        with clock.at(begun_at):
            pair = _pair(organisations[each["organisation"]], halves)
            intention = _write(each, pair, halves)
        if each["status"] != IntentionStatus.DRAFT:
            with clock.at(begun_at + AGREED_AFTER):
                _share(intention, halves, IntentionStatus(each["status"]))
        _count(each, intention, begun_at, by_id=halves[1])
        _sponsor(each, intention, begun_at, people=people)
        _look_back(each, intention, begun_at, by_id=halves[0])
        _value(each, intention, begun_at, by_id=halves[0])
        _offers(each, intention, as_of, people=people, half=halves[0])


@command
def _pair(organisation_id: int, halves: list[int]) -> Pair:
    pair = Pair.begin(get(Organisation, organisation_id), None, "1")
    for person_id in halves:
        Membership.begin(person_id, pair.space, RoleName.MEMBER)
    return pair


def _write(each: Mapping[str, Any], pair: Pair, halves: list[int]) -> Intention:
    said = commands.Said.of(
        each["statement"],
        each["ambition"],
        theme=Theme(each["theme"]),
        stakeholders=[Stakeholder(word) for word in each["stakeholders"]],
    )
    intention = commands.write_intention(actor_id=halves[1], pair_id=pair.id, said=said, seen=0)
    for one in each.get("relationship", ()):
        kind = Stakeholder(one["kind"])
        about = {"who": one["who"], "partner": one["partner"]}
        commands.add_relationship(actor_id=halves[1], intention_id=intention.id, kind=kind, **about)
    return intention


def _share(intention: Intention, halves: list[int], status: IntentionStatus) -> None:
    for person_id in halves:
        commands.agree_to_share(actor_id=person_id, intention_id=intention.id, number=1)
    commands.set_status(actor_id=halves[0], intention_id=intention.id, status=status)


def _count(each: Mapping[str, Any], intention: Intention, begun_at: datetime, *, by_id: int) -> None:
    """Days of the file are counted from when it was begun."""
    for one in each.get("indicator", ()):
        begun_on = begun_at.date()
        measured = commands.Measured(
            kind=IndicatorKind(one["kind"]),
            name=one["name"],
            unit=one["unit"],
            baseline=float(one["baseline"]),
            baseline_on=begun_on,
            target=float(one["target"]),
            target_on=begun_on + timedelta(days=one["days"]),
        )
        with clock.at(begun_at):
            indicator = commands.add_indicator(actor_id=by_id, intention_id=intention.id, measured=measured)
        for days, value in one["values"]:
            at = begun_at + timedelta(days=days)
            with clock.at(at):
                commands.note_value(
                    actor_id=by_id, indicator_id=indicator.id, day=clock.today(), value=float(value)
                )


def _sponsor(
    each: Mapping[str, Any], intention: Intention, begun_at: datetime, *, people: Mapping[str, int]
) -> None:
    """Let the pair show it to its sponsor, who undertakes something and says a word."""
    said = each.get("sponsor")
    if said is None:
        return
    sponsor_id = people[said["person"]]
    _place(sponsor_id, intention.pair_id)
    with clock.at(begun_at + timedelta(days=said["days"])):
        commands.show_sponsor(actor_id=people[each["halves"][0]], intention_id=intention.id, shown=True)
        review_on = clock.today() + timedelta(days=365)
        undertaken = commands.Undertaken(said["text"], said["time_protected"], review_on)
        commands.undertake(actor_id=sponsor_id, pair_id=intention.pair_id, undertaken=undertaken)
        commands.encourage(actor_id=sponsor_id, intention_id=intention.id, text=said["encouragement"])


@command
def _place(person_id: int, pair_id: int) -> None:
    """Say of which organisation somebody is the sponsor: whoever is appointed by the operator is one of none."""
    appointment = Appointment.standing(person_id, AppointmentRole.SPONSOR, None)
    if appointment is not None:
        appointment.organisation_id = get(Pair, pair_id).organisation_id


def _look_back(each: Mapping[str, Any], intention: Intention, begun_at: datetime, *, by_id: int) -> None:
    for number, one in enumerate(each.get("update", ())):
        with clock.at(begun_at + timedelta(days=one["days"])):
            changed = commands.Changed(
                one["organisation"], one["leadership"], clock.today() + timedelta(days=91)
            )
            key = f"demonstration-update-{number}"
            commands.write_update(actor_id=by_id, intention_id=intention.id, changed=changed, key=key)


def _value(each: Mapping[str, Any], intention: Intention, begun_at: datetime, *, by_id: int) -> None:
    """What has come of it, which the network reads; and a story that one of the two has agreed to publish."""
    for number, one in enumerate(each.get("impact", ())):
        with clock.at(begun_at + timedelta(days=one["days"])):
            said = one["text"], one["evidence"]
            noted = commands.Noted(ImpactLevel(one["level"]), clock.today(), *said, is_shared=True)
            key = f"demonstration-impact-{number}"
            commands.note_impact(actor_id=by_id, intention_id=intention.id, noted=noted, key=key)
    told = each.get("story")
    if told is not None:
        with clock.at(begun_at + timedelta(days=told["days"])):
            cycles = {each.value: told.get(each, "") for each in Cycle}
            begun = {"intention_id": intention.id, "began_at_meeting": told.get("at_meeting", False)}
            story_told = commands.Told(told["title"], **cycles, **begun)
            story = commands.tell_story(actor_id=by_id, told=story_told, key="demonstration-story")
            for agree in (commands.publish_story, commands.allow_evaluation):
                agree(actor_id=by_id, story_id=story.id, agreed=True)


def _offers(
    each: Mapping[str, Any], intention: Intention, as_of: datetime, *, people: Mapping[str, int], half: int
) -> None:
    for number, one in enumerate(each.get("offer", ())):
        with clock.at(as_of - timedelta(days=one["days_ago"])):
            offer = commands.offer_help(
                actor_id=people[one["person"]],
                intention_id=intention.id,
                text=one["text"],
                key=f"demonstration-offer-{number}",
            )
            if one.get("accepted"):
                commands.answer_offer(actor_id=half, offer_id=offer.id, accepted=True)
