"""Inquiries of the demonstration: one with what was heard in it (domain.md B25, B26), and one that is open."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cop import clock
from cop.db import session
from cop.demonstration.story import document
from cop.inquiries import commands
from cop.inquiries.commands import Asked, Reported, Theme
from cop.inquiries.queries import responses
from cop.models import Inquiry, InquiryReaders, Organisation, Person
from cop.models.states import digest

A_WEEK = timedelta(days=7)


def inquire(as_of: datetime, *, steward_id: int, people: Mapping[str, int]) -> None:
    """Ask, let people answer, and give back what was heard."""
    for each in document("inquiries")["inquiry"]:
        begun_at = as_of - timedelta(days=each["days_ago"])
        with clock.at(begun_at):
            inquiry = _ask(each, steward_id, people)
        with clock.at(min(begun_at + A_WEEK, as_of)):
            _answer(each, inquiry, people)
        if "theme" in each:
            with clock.at(begun_at + timedelta(days=each["open_for"]) + A_WEEK):
                _give_back(each, inquiry, steward_id=steward_id, people=people)


def _ask(each: Mapping[str, Any], steward_id: int, people: Mapping[str, int]) -> Inquiry:
    named = _organisations(each, people)
    asked = Asked(
        title=each["title"],
        about=each["about"],
        questions="\n".join(each["questions"]),
        closes_on=clock.today() + timedelta(days=each["open_for"]),
        is_for_all=not named,
        organisations="\n".join(named),
    )
    return commands.open_inquiry(actor_id=steward_id, asked=asked, key=digest("inquiry", each["title"])[:32])


def _organisations(each: Mapping[str, Any], people: Mapping[str, int]) -> list[str]:
    """The codes of as many as are to be asked: first those of whoever answers."""
    count = each["organisations"]
    answer = [people[one["person"]] for one in each["response"]]
    theirs = sa.select(Organisation.code).join(Person, Person.organisation_id == Organisation.id)
    first = list(session.scalars(theirs.where(Person.id.in_(answer)).distinct())) if count else []
    others = sa.select(Organisation.code).where(
        Organisation.code.not_in(first), Organisation.successor_id.is_(None)
    )
    rest = session.scalars(others.order_by(Organisation.id).limit(max(0, count - len(first))))
    return first + list(rest)


def _answer(each: Mapping[str, Any], inquiry: Inquiry, people: Mapping[str, int]) -> None:
    question_ids = [question.id for question in inquiry.questions]
    for one in each["response"]:
        commands.respond(
            actor_id=people[one["person"]],
            inquiry_id=inquiry.id,
            answers=dict(zip(question_ids, one["answers"], strict=True)),
            readers=InquiryReaders(one.get("readers", "organisers")),
            may_quote=one.get("may_quote", False),
            is_sent=True,
        )


def _give_back(
    each: Mapping[str, Any], inquiry: Inquiry, *, steward_id: int, people: Mapping[str, int]
) -> None:
    under: dict[int, list[int]] = {}
    for one in each["theme"]:
        said = Theme(one["title"], one["text"])
        theme = commands.add_theme(actor_id=steward_id, inquiry_id=inquiry.id, said=said)
        for key in one["people"]:
            under.setdefault(people[key], []).append(theme.id)
    for person_id, theme_ids in under.items():
        response = responses.mine(person_id, inquiry.id)
        if response is not None:
            commands.put_under(actor_id=steward_id, response_id=response.id, theme_ids=theme_ids)
    reported = Reported(each["report"].strip(), document=each["document"], address=each["address"])
    commands.report(actor_id=steward_id, inquiry_id=inquiry.id, reported=reported, publish=True, seen=0)
