"""Notices about everything there is for everybody there is, whoever may read it: as if all had changed since."""

import sqlalchemy as sa

from cop import db
from cop.models import (
    Decision,
    Gathering,
    Meeting,
    Message,
    Notice,
    NoticeKind,
    Post,
    Space,
    Topic,
    Workshop,
)
from cop.models.notices import ABOUT
from cop.notifications.queries import PAGE
from tests.authz.canaries import Canaries
from tests.authz.stage import Stage

KINDS = (
    NoticeKind.MENTION,
    NoticeKind.CALL,
    NoticeKind.TOPIC,
    NoticeKind.DECISION,
    NoticeKind.REPORT,
    NoticeKind.CONTRACT,
    NoticeKind.SHARING,
    NoticeKind.WORKSHOP,
    NoticeKind.DATES,
    NoticeKind.MEETING,
    NoticeKind.GATHERING,
)


def put_notices(stage: Stage, canaries: Canaries) -> None:
    """The pages begin at every so manieth, so that each person's are all walked through."""
    db.session.execute(sa.delete(Notice))
    people = stage.people.values()
    things = {
        table: [row for (row,) in db.session.query(table.id)]
        for table in (Post, Message, Topic, Decision, Space, Workshop, Meeting, Gathering)
    }
    made = [
        Notice(person_id=person.id, kind=kind, subject_id=subject_id)
        for kind in KINDS
        for subject_id in things[ABOUT[kind]]
        for person in people
    ]
    for each in made:  # one by one, so that their ids are in this order
        db.session.add(each)
        db.session.flush()
    canaries.ids["notice_id"] = [each.id for each in made[:: PAGE * len(people)]]
    canaries.ids["notice_id"].append(made[-1].id)
