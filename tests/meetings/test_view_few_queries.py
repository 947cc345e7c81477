"""Home and the pages of a set that meets take few queries, however many meetings there are."""

from datetime import timedelta

import pytest

from cop import db
from cop.models import MeetingAction
from tests.conftest import NOON
from tests.meetings.rows import put_meeting
from tests.people import signed_in

MEETINGS = "/spaces/cohort-1-set-a/meetings"


@pytest.mark.parametrize(("path", "most"), [("/", 8), (MEETINGS, 8)])
def test_they_take_few_queries_however_many_meetings_there_are(app, circle, count_queries, path, most):
    @db.command
    def put() -> None:
        about = {"space_id": circle.space.id, "owner_id": circle.bob.id}
        for days in range(1, 6):
            put_meeting(circle.space, circle.ann, starts_at=NOON + timedelta(days=days))
            db.session.add(MeetingAction(text="Ask", due_on=NOON.date() + timedelta(days=days), **about))

    put()
    client = signed_in(app, circle.bob)
    client.get(path)
    with count_queries() as queries:
        assert client.get(path).status_code == 200
    assert len(queries) <= most, "\n".join(queries)
