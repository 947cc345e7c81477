"""The queue with ten thousand decided and two hundred open items: few statements, and an index to go by."""

import sqlalchemy as sa

from cop import clock, db
from cop.models import Decision, Message, Review, ReviewKind, State, Verdict
from cop.moderation import queries
from cop.policy import load_actor
from tests.moderation import things
from tests.people import newcomer

DECIDED, OPEN = 10_000, 200


@db.command
def fill(space, author, moderator):
    """Held lines, most of them decided long ago; a tenth of the open ones reported by two, a tenth with a finding."""
    now = clock.now()
    space_id, author_id = space.id, author.id
    total = DECIDED + OPEN
    lines = [
        {
            "space_id": space_id, "author_id": author_id, "key": f"{number:032}", "digest": "", "created_at": now,
            "state": State.HELD, "text": f"Line {number}", "html": f"<p>Line {number}</p>", "renderer": 1,
            "version": 1, "named": "",
        }
        for number in range(total)
    ]  # fmt: skip
    ids = list(db.session.scalars(sa.insert(Message).returning(Message.id), lines))
    db.session.execute(
        sa.insert(Review),
        [
            {
                "space_id": space_id, "kind": ReviewKind.HELD, "message_id": line, "author_id": author_id,
                "opened_at": now, "decided_at": now if number < DECIDED else None,
            }
            for number, line in enumerate(ids)
        ],
    )  # fmt: skip
    rows = db.session.execute(
        sa.select(Review.id, Review.message_id).order_by(Review.id).limit(DECIDED)
    ).all()
    db.session.execute(
        sa.insert(Decision),
        [
            {
                "space_id": space_id, "actor_id": moderator.id, "verdict": Verdict.RELEASE, "review_id": row.id,
                "person_id": author_id, "message_id": row.message_id, "decided_at": now, "reason": "",
            }
            for row in rows
        ],
    )  # fmt: skip


def test_a_page_of_it_takes_at_most_six_queries(world, client_for, ann, bob, count_queries):
    fill(world.cohort, bob, ann)
    client = client_for(ann)
    client.get("/moderation")  # what is made once
    with count_queries() as counted:
        page = client.get("/moderation").get_data(as_text=True)
    assert page.count("data-review=") == queries.PAGE
    assert f"{OPEN} items wait" in page
    assert len(counted) <= 6, "\n".join(counted)


def test_more_on_a_page_asks_no_more(world, client_for, ann, bob, count_queries):
    things.held_message(bob, world.cohort)
    client = client_for(ann)
    client.get("/moderation")
    with count_queries() as few:
        client.get("/moderation")
    for number in range(5):
        said = things.message(bob, world.cohort, f"Said {number}")
        things.reported(newcomer(f"r{'abcde'[number]}", world.cohort), said)
    with count_queries() as more:
        assert client.get("/moderation").get_data(as_text=True).count("data-review=") == 6
    assert len(more) <= len(few) + 1, "reports are asked for where there are any"


def test_what_waits_is_found_by_what_waits(world, ann, bob, can_use):
    fill(world.cohort, bob, ann)
    db.session.execute(sa.text("ANALYZE review"))  # that most of them are decided is why there is this index
    actor = load_actor(ann.id)
    assert can_use("ix_review_waiting", lambda: queries.queue(actor))
    assert can_use("ix_review_waiting", lambda: queries.waiting_count(actor))
