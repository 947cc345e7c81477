"""docs/protocol.md says what is pushed when a forum has changed, and when something waits or was decided."""

import re

from cop.chat import commands as chat
from cop.forum import commands
from cop.models import Person, Policy
from cop.moderation import commands as moderation
from tests.chat.test_protocol import DOCUMENT
from tests.moderation.things import review_of
from tests.people import World, key, set_policy

SECTION = DOCUMENT.partition("## Events of the forum and of moderation")[2]
ROWS = [row.strip("| ").split(" | ") for row in SECTION.splitlines() if row.startswith("| `")]
FIELDS = {event.replace("`", ""): re.findall(r"`(\w+)`", fields) for event, fields in ROWS}


def test_what_readers_are_told(world: World, ann: Person, bob: Person, start, listen) -> None:
    hear, hear_badges = listen(ann), listen(ann)
    topic_id = start(bob).topic_id
    commands.pin_topic(actor_id=ann.id, topic_id=topic_id)
    about_a_post, about_the_topic = hear("topic:changed")

    assert list(about_a_post) == FIELDS["topic:changed about a post"]
    assert list(about_the_topic) == FIELDS["topic:changed"]
    assert [list(each) for each in hear_badges("badge")] == [FIELDS["badge of a forum"]]


def test_what_a_moderator_and_an_author_are_told(
    world: World, ann: Person, bob: Person, start, listen
) -> None:
    set_policy(world.cohort, Policy.ALL_HELD)
    hear, hear_badges, author = listen(ann), listen(ann), listen(bob)
    held = start(bob)
    moderation.decline(actor_id=ann.id, review_id=review_of(held).id, reason="Elsewhere, please.")
    waiting, decided = hear("review:changed")

    assert list(waiting) == FIELDS["review:changed, it waits"]
    assert list(decided) == FIELDS["review:changed, it is decided"]
    assert list(hear_badges("badge")[0]) == FIELDS["badge of moderation"]
    assert list(author("topic:changed")[0]) == FIELDS["topic:changed about a declined post"]


def test_what_is_told_to_whom_something_concerns(world: World, ann: Person, bob: Person, listen) -> None:
    hear = listen(ann)
    chat.send_message(actor_id=bob.id, slug="cohort-1", text="@Ann, look", key=key())

    assert [list(each) for each in hear("badge")] == [FIELDS["badge of notifications"]]
