"""What is published is whole, stays as it was, and is published once."""

import pytest

from cop import db
from cop.errors import Conflict, Invalid, NotFound
from cop.models import (
    Acceptance,
    Decision,
    Notice,
    NoticeKind,
    StatementKind,
    StatementVersion,
    Verdict,
)
from cop.statements import queries
from tests import people
from tests.statements.publishing import (
    COOKIES,
    PRIVACY,
    RULES,
    accept,
    draft,
    must_accept,
    publish,
    publish_draft,
)


def numbers(kind=RULES):
    return [each.number for each in StatementVersion.of(kind)]


def test_it_is_what_everybody_reads_from_then_on(world):
    made = publish(world.staff, "No selling.", change="The first")
    shown = StatementVersion.newest(RULES)
    assert (shown.text, shown.number, shown.change, shown.publisher_id) == (
        "No selling.",
        1,
        "The first",
        world.staff.id,
    )
    assert made.id == 1
    assert publish(world.staff, "Of privacy.", PRIVACY).id == 2
    assert publish(world.staff, "No selling at all.").number == 2


@pytest.mark.parametrize("kind", [kind for kind in StatementKind if kind is not COOKIES])
def test_it_refuses_each_blank_and_says_where_it_stands(world, kind):
    text = queries.shipped(kind)
    left = queries.blanks(text)
    draft(world.staff, text, kind)
    with pytest.raises(Invalid) as refused:
        publish_draft(world.staff, kind)
    assert left
    for blank in left:
        assert f"“{blank.what}” (line {blank.line}" in refused.value.message
        assert f"[[{blank.what}]]" in text.splitlines()[blank.line - 1]
    assert StatementVersion.newest(kind) is None


def test_what_comes_with_the_software_of_cookies_has_no_blank(world):
    assert publish(world.staff, queries.shipped(COOKIES), COOKIES).number == 1


def test_a_single_blank_is_enough_to_refuse_it(world):
    draft(world.staff, "# Whom to ask\n\nAsk [[somebody]].")
    with pytest.raises(Invalid, match="“somebody” \\(line 3, under “Whom to ask”\\)"):
        publish_draft(world.staff)
    draft(world.staff, "# Whom to ask\n\nAsk [somebody](https://example.org).")
    publish_draft(world.staff)


def test_what_was_published_is_never_changed(world):
    publish(world.staff, "No selling.")

    @db.command
    def change():
        StatementVersion.newest(RULES).text = "Selling."

    @db.command
    def remove():
        db.session.delete(StatementVersion.newest(RULES))

    for forbidden in (change, remove):
        with pytest.raises(RuntimeError, match="publish another version"):
            forbidden()
    assert StatementVersion.newest(RULES).text == "No selling."


def test_it_publishes_what_was_looked_at_and_nothing_else(world):
    draft(world.staff, "Looked at.")
    draft(world.staff, "Changed meanwhile.")
    with pytest.raises(Conflict, match="Somebody changed this"):
        publish_draft(world.staff, version=1)
    assert publish_draft(world.staff, version=2).text == "Changed meanwhile."


def test_the_same_key_publishes_once(world):
    key, again = people.key(), {"change": "The first"}
    draft(world.staff, "No selling.")
    first = publish_draft(world.staff, key=key, **again)
    assert publish_draft(world.staff, key=key, **again).id == first.id
    with pytest.raises(Conflict, match="something else"):
        publish_draft(world.staff, key=key, change="Another")
    assert numbers() == [1]


def test_what_says_nothing_new_is_not_published_again(world):
    publish(world.staff, "No selling.")
    with pytest.raises(Conflict, match="published already"):
        publish_draft(world.staff)
    assert numbers() == [1]


def test_nothing_at_all_is_not_published(world):
    with pytest.raises(Conflict):
        publish_draft(world.staff)


def test_it_says_in_a_line_what_is_new(world):
    draft(world.staff, "No selling.")
    with pytest.raises(Invalid) as refused:
        publish_draft(world.staff, change="  ")
    assert refused.value.field == "change"


def test_nobody_is_asked_to_accept_how_things_are(world):
    draft(world.staff, "There are two.", COOKIES)
    with pytest.raises(Invalid) as refused:
        publish_draft(world.staff, COOKIES, is_material=True)
    assert refused.value.field == "is_material"


def test_a_steward_may_and_a_moderator_may_not(world):
    steward = people.a_steward()
    draft(steward, "No selling.")
    for person in (world.ann, world.mallory):
        with pytest.raises(NotFound):
            publish_draft(person)
    assert publish_draft(steward).number == 1


def test_it_stands_in_the_log(world):
    publish(world.staff, "No selling.", change="The first")
    kept = db.session.query(Decision).filter_by(verdict=Verdict.PUBLISH).one()
    assert (kept.actor_id, kept.reason) == (world.staff.id, "Rules, version 1: The first")


def test_whoever_publishes_it_has_accepted_it(world):
    made = publish(world.staff, "No selling.")
    assert not must_accept(world.staff)
    assert must_accept(world.ann)
    assert [each.version_id for each in Acceptance.of(world.staff.id)] == [made.id]


def test_who_publishes_one_thing_is_still_asked_about_another(world):
    steward = people.a_steward()
    publish(world.staff, "No selling.")
    publish(steward, "Of privacy.", PRIVACY)
    assert must_accept(steward)
    accept(steward)
    assert not must_accept(steward)


def told(person):
    return db.session.query(Notice).filter_by(person_id=person.id, kind=NoticeKind.STATEMENT).count()


def test_the_network_is_told_of_what_it_accepts(world):
    publish(world.staff, "No selling.", is_material=False)
    assert told(world.bob) == 0
    publish(world.staff, "No selling at all.")
    assert (told(world.bob), told(world.ann), told(world.staff)) == (1, 1, 0)


def test_whoever_accepts_it_has_seen_that(world):
    publish(world.staff, "No selling.")
    accept(world.bob)
    notice = db.session.query(Notice).filter_by(person_id=world.bob.id).one()
    assert notice.seen_at is not None
    assert db.session.query(Notice).filter_by(person_id=world.ann.id).one().seen_at is None
