"""Who opens a file: everybody who may read the words of its post, in every state, and nobody else (S16)."""

import pytest
import sqlalchemy as sa

from cop import db, policy
from cop.forum.commands.locks import post_under_lock
from cop.models import Attachment, Deciders, Person, Post, Review, ReviewKind, RoleName
from tests.attachments import put_file
from tests.people import World, a_steward, add_person, evict, join, newcomer, put_post, put_topic, set_policy  # noqa: F401

EVERYBODY = {"author", "reader", "observer", "moderator", "staff"}
THEIRS = {"author", "moderator"}
VERBS = {"declined": "decline", "hidden": "hide", "removed": "remove"}
WHO = {
    "released": EVERYBODY,
    "held": THEIRS,
    "declined": THEIRS,
    "hidden": THEIRS,
    "removed": set(),
    "unposted": {"author"},
    "taken out": THEIRS,
    "taken out of what was removed": set(),
    "in a hidden topic": {"author", "moderator"},
    "in a topic whose opening is gone": set(),
}


@pytest.fixture
def cast(world: World) -> dict[str, Person]:
    """`author` wrote the post; the others stand around it."""
    return _enter(world)


@db.command
def _enter(world: World) -> dict[str, Person]:
    people = {name: add_person(name) for name in ("author", "reader", "observer", "former", "outsider")}
    join(people["author"], world.cohort)
    join(people["reader"], world.cohort)
    join(people["observer"], world.cohort, RoleName.OBSERVER)
    join(people["former"], world.cohort, RoleName.MODERATOR).leave()
    join(people["outsider"], world.other, RoleName.MODERATOR)
    return people | {"moderator": world.ann, "staff": world.staff}


@db.command
def _file_in(state: str, world: World, author: Person) -> int:
    if state == "unposted":
        return put_file(author, world.cohort, "a.txt", b"x").id
    topic = put_topic(world.cohort, author, "A topic")
    alone = state == "in a topic whose opening is gone"
    opening = put_post(topic, author, "opening")
    post = opening if alone else put_post(topic, author, "words", held=state in {"held", "declined"})
    row = put_file(author, post, "a.txt", b"x")
    if state.startswith("taken out"):
        row.withdraw()
    if alone:
        opening.remove()
    elif state == "in a hidden topic":
        opening.hide()
    elif state.rpartition(" ")[2] in VERBS:
        getattr(post, VERBS[state.rpartition(" ")[2]])()
    return row.id


@pytest.mark.parametrize("state", WHO)
def test_both_forms_of_the_rule_agree(world: World, cast: dict[str, Person], state: str) -> None:
    file_id = _file_in(state, world, cast["author"])
    row = db.session.get(Attachment, file_id)
    assert row
    may, sees = set(), set()
    for name, person in cast.items():
        actor = policy.load_actor(person.id)
        query = sa.select(Attachment.id).where(policy.visible_attachments(actor))
        if policy.can_open_attachment(actor, row):
            may.add(name)
        if file_id in db.session.scalars(query).all():
            sees.add(name)
    assert may == WHO[state]
    assert sees == WHO[state]


def test_a_right_goes_with_the_membership(world: World, bob: Person) -> None:
    file_id = _file_in("released", world, world.ann)
    row = db.session.get(Attachment, file_id)
    assert policy.can_open_attachment(policy.load_actor(bob.id), row)
    evict(bob, world.cohort)
    assert not policy.can_open_attachment(policy.load_actor(bob.id), db.session.get(Attachment, file_id))


def test_a_steward_opens_what_belongs_to_the_one_item_they_decide(world: World) -> None:
    steward = a_steward()
    reported, other = _reported(world)

    def opens(file_id: int) -> tuple[bool, bool]:
        actor = policy.load_actor(steward.id)
        query = sa.select(Attachment.id).where(policy.visible_attachments(actor))
        row = db.session.get(Attachment, file_id)
        return policy.can_open_attachment(actor, row), file_id in db.session.scalars(query).all()

    assert opens(reported) == (True, True)
    assert opens(other) == (False, False)
    _take_back(reported)
    assert opens(reported) == (False, False)


@db.command
def _reported(world: World) -> tuple[int, int]:
    topic = put_topic(world.set_a, world.ann, "A topic")
    posts = [put_post(topic, world.ann, "words") for _ in range(2)]
    Review.open_for(posts[0], ReviewKind.REPORT, falls_to=Deciders.STEWARDS)
    files = [put_file(world.ann, post, "a.txt", b"x").id for post in posts]
    return files[0], files[1]


@db.command
def _take_back(file_id: int) -> None:
    post_id = db.get(Attachment, file_id).post_id
    assert post_id
    post: Post = post_under_lock(post_id)
    post.remove()


@pytest.mark.parametrize(
    ("name", "may"), [("author", True), ("observer", False), ("staff", False), ("outsider", False)]
)
def test_who_writes_attaches(world: World, cast: dict[str, Person], name: str, may: bool) -> None:
    assert policy.can_attach(policy.load_actor(cast[name].id), world.cohort) is may


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("unposted", {"author"}),
        ("released", {"author"}),
        ("held", {"author"}),
        ("declined", set()),
        ("hidden", set()),
        ("taken out", set()),
    ],
)
def test_a_file_is_taken_back_while_its_post_can_be_edited(
    world: World, cast: dict[str, Person], state: str, who: set[str]
) -> None:
    row = db.session.get(Attachment, _file_in(state, world, cast["author"]))
    assert row
    may = {
        name
        for name, person in cast.items()
        if policy.can_remove_attachment(policy.load_actor(person.id), row)
    }
    assert may == who
