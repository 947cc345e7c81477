"""Nothing is done with a topic as a whole that can't be read by all, and nothing is added to one in the archive."""

import pytest

from cop import policy
from cop.clock import now
from cop.models import RoleName, Space, SpaceKind, Topic, TopicState
from cop.policy import Actor

HERE, THERE = Space(id=1, kind=SpaceKind.COHORT), Space(id=2, kind=SpaceKind.GROUP)
BOTH = frozenset({RoleName.MODERATOR})
ANN = Actor(id=7, roles={1: BOTH, 2: BOTH})
RULES = (
    policy.can_rename_topic,
    policy.can_tag_topic,
    policy.can_choose_answer,
    policy.can_edit_summary,
    lambda actor, topic: policy.can_move_topic(actor, topic, THERE),
)


def topic(state: TopicState = TopicState.OPEN, *, archived: bool = False) -> Topic:
    made = Topic(state=state, author_id=ANN.id, archived_at=now() if archived else None)
    made.space_id, made.space = HERE.id, HERE
    return made


@pytest.mark.parametrize("may", RULES)
def test_only_with_one_that_all_can_read(may) -> None:
    assert may(ANN, topic())
    for state in set(TopicState) - {TopicState.OPEN}:
        assert not may(ANN, topic(state))


def test_what_is_archived_gets_neither_answer_nor_summary() -> None:
    held = [may(ANN, topic(archived=True)) for may in RULES]
    assert held == [True, True, False, False, True]


def test_it_goes_to_no_conversation_and_not_to_where_it_is() -> None:
    for place in (HERE, Space(id=2, kind=SpaceKind.DIRECT)):
        assert not policy.can_move_topic(ANN, topic(), place)
