"""Two at once, on connections of their own: each number is given once, and nothing is accepted that was not shown."""

from cop import db
from cop.errors import CopError
from cop.models import Acceptance, StatementVersion
from cop.statements import commands, queries
from tests import people
from tests.at_once import at_once
from tests.people import World
from tests.statements.publishing import PRIVACY, RULES, draft, publish, publish_draft


def codes(results) -> list[str]:
    return sorted(each.code if isinstance(each, CopError) else "done" for each in results)


def test_a_double_click_publishes_once(committed: World) -> None:
    draft(committed.staff, "No selling.")
    key = people.key()
    made = at_once([lambda: publish_draft(committed.staff, key=key, change="The first")] * 4)
    assert codes(made) == ["done"] * 4
    assert [each.number for each in StatementVersion.of(RULES)] == [1]


def test_of_two_who_publish_one_draft_one_is_told(committed: World) -> None:
    steward = people.a_steward()
    draft(committed.staff, "No selling.")
    made = at_once([lambda: publish_draft(committed.staff), lambda: publish_draft(steward)])
    assert codes(made) == ["conflict", "done"]


def test_two_kinds_at_once_get_numbers_in_the_order_in_which_they_can_be_seen(committed: World) -> None:
    """On PostgreSQL a sequence would give the first its number before the second can be read."""
    steward = people.a_steward()
    draft(committed.staff, "No selling.", RULES)
    draft(steward, "Of privacy.", PRIVACY)
    made = at_once([lambda: publish_draft(committed.staff, RULES), lambda: publish_draft(steward, PRIVACY)])
    done = codes(made).count("done")
    assert set(codes(made)) <= {"conflict", "done"}
    assert done >= 1
    assert StatementVersion.newest_id() == done


def test_two_who_begin_a_draft_at_once_do_not_write_over_each_other(committed: World) -> None:
    steward = people.a_steward()
    made = at_once(
        [
            lambda: draft(committed.staff, "First.", version=0),
            lambda: draft(steward, "Second.", version=0),
        ]
    )
    assert codes(made) == ["conflict", "done"]
    assert queries.draft_of(RULES).version == 1


def test_a_double_click_accepts_once(committed: World) -> None:
    publish(committed.staff, "No selling.")
    accepted = at_once([lambda: commands.accept(actor_id=committed.bob.id, up_to=1)] * 4)
    assert codes(accepted) == ["done"] * 4
    assert len(Acceptance.of(committed.bob.id)) == 1


def test_what_is_published_while_somebody_accepts_they_are_asked_about(committed: World) -> None:
    publish(committed.staff, "No selling.")
    draft(committed.staff, "Of privacy.", PRIVACY)
    at_once(
        [
            lambda: commands.accept(actor_id=committed.bob.id, up_to=1),
            lambda: publish_draft(committed.staff, PRIVACY),
        ]
    )
    db.session.remove()
    questions, newest = queries.questions_for(committed.bob.id)
    assert [each.version.kind for each in questions] == [PRIVACY]
    assert newest == 2
