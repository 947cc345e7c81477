"""What Ann does as a moderator about her space itself, its room and its forum."""

from cop.models import ListedWord, Poll, Tag, Topic
from tests import people, polls
from tests.moderation import things
from tests.without_staff.place import Walk, latest, now

AT = "/spaces/cohort-1"
SETTINGS = {
    "settings": {"name": "Cohort 1", "purpose": "Of the first year", "about": ""},
    "policy": {"policy": "first_held"},
    "hiding": {"hide_after": "2"},
    "forum": {"shows_revisions": "y"},
    "keeping": {"days": "90"},
    "slowness": {"seconds": "30"},
    "room": {"room_state": "announcements", "reason": "A talk"},
}
"""By the last part of their addresses."""


def set_up_the_space(walk: Walk) -> None:
    for what, form in SETTINGS.items():
        walk.does(walk.ann, f"{AT}/{what}", form)
    space = now(walk.world.cohort)
    assert (space.purpose, space.policy.value, space.hide_after) == ("Of the first year", "first_held", 2)
    assert (space.shows_revisions, space.keep_days, space.slow_room) == (True, 90, 30)
    walk.does(walk.ann, f"{AT}/words", {"phrase": "codename", "effect": "hold", "replacement": ""})
    walk.does(walk.ann, f"{AT}/words/{latest(ListedWord).id}/removal")
    walk.does(walk.ann, f"{AT}/tags", {"name": "Costing"})
    tag = latest(Tag)
    walk.does(walk.ann, f"{AT}/tags/{tag.id}", {"name": "Money"})
    walk.does(walk.ann, f"/topics/{_topic(walk)}/tags", {"tags": tag.id})
    walk.does(walk.ann, f"{AT}/tags/{tag.id}/removal")


def _topic(walk: Walk, title: str = "Costing") -> int:
    return things.open_topic(walk.bob, walk.world.cohort, title=title).topic_id


def steer_topics(walk: Walk) -> None:
    at = f"/topics/{_topic(walk)}"
    walk.does(walk.ann, f"{at}/title", {"title": "Costing a trial", "reason": "", "seen": "Costing"})
    walk.does(walk.ann, f"{at}/summary", {"text": "In short", "version": "0"})
    walk.does(walk.ann, f"{at}/slowness", {"slow-seconds": "30", "slow-seen": "0"})
    for verb in ("pin", "closing"):
        walk.does(walk.ann, f"{at}/{verb}", {f"{verb}-last_day": "2026-06-30"})
    for verb in ("pin/removal", "lock", "lock/removal", "archive", "archive/removal"):
        walk.does(walk.ann, f"{at}/{verb}")


def rearrange_topics(walk: Walk) -> None:
    opening = things.open_topic(walk.bob, walk.world.cohort, title="One")
    part = things.reply(walk.bob, opening)
    at = f"/topics/{opening.topic_id}"
    walk.does(walk.ann, f"/posts/{part.id}/answer")
    walk.does(walk.ann, f"/posts/{part.id}/answer/removal")
    walk.does(walk.ann, f"{at}/split", {"title": "A part", "posts": part.id, "reason": ""})
    parted = latest(Topic)
    walk.does(walk.ann, f"/topics/{parted.id}/merge", {"into": opening.topic_id, "reason": ""})
    assert now(parted).merged_into_id == opening.topic_id
    group = people.a_group(walk.ann)
    walk.does(walk.ann, f"{at}/move", {"space": group.id, "reason": ""})
    assert now(opening).topic.space_id == group.id


def run_polls(walk: Walk) -> None:
    at = f"/topics/{_topic(walk, 'Where to meet')}"
    asked = {"question": "Where?", "kind": "single", "options": "Leeds\nYork", "secrecy": "named"}
    walk.does(walk.ann, f"{at}/polls/new", asked | {"last_day": "", "key": people.key()})
    poll = latest(Poll)
    walk.does(walk.ann, f"/polls/{poll.id}/closing")
    walk.does(walk.ann, f"/polls/{poll.id}/outcome", {"text": "Leeds", "version": "0", "review_on": ""})
    assert now(poll).closed_at
    other = polls.ask(walk.bob, _topic(walk, "Another"))
    walk.does(walk.ann, f"/polls/{other.id}/removal")
