"""Whatever happens to posts, everybody finds what a plain look at all that they may read would find (S22)."""

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cop import db, policy, stems
from cop.db import record, session
from cop.events import TopicChanged
from cop.forum.commands.locks import post_under_lock
from cop.markup import Words
from cop.models import Person, Post, Space, State, Topic, TopicState
from tests.people import World, put_post, put_topic
from tests.search.conftest import ids

WORDS = ("costing", "pharmacy", "trial")
VERBS = (
    "open",
    "open in set",
    "write",
    "write held",
    "release",
    "remove",
    "hide",
    "edit",
    "rename",
    "move",
    "merge",
)
FROM = {
    "release": (State.HELD, State.HIDDEN),
    "remove": (State.RELEASED, State.HELD),
    "hide": (State.RELEASED,),
}
Steps = list[tuple[str, int]]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 40)), max_size=8))
def test_all_and_only_what_can_be_read_is_found(world, ann, bob, mallory, steps: Steps) -> None:
    forget()
    for verb, number in (("open", 0), *steps):
        play(world, (ann, bob)[number % 2], verb, number)
    check(ann, bob, mallory)


def test_the_walk_reaches_every_verb(world: World, ann: Person, bob: Person, mallory: Person) -> None:
    for number, verb in enumerate(("open", "write", "open in set", *VERBS[2:], "open", "merge")):
        play(world, ann, verb, number)
        found = check(ann, bob, mallory)
    assert found
    assert {post.state for post in posts()} >= {State.RELEASED, State.REMOVED}


@db.command
def forget() -> None:
    """What an earlier story left is in no topic that is open."""
    session.execute(sa.update(Topic).values(state=TopicState.REMOVED))
    session.execute(sa.update(Post).values(state=State.REMOVED))


def said(number: int) -> str:
    return f"{WORDS[number % 3]} {WORDS[number % 2]}"


@db.command
def play(world: World, person: Person, verb: str, number: int) -> None:
    if not posts():
        verb = "open"
    if verb.startswith("open"):
        space = db.lock(Space, (world.set_a if "set" in verb else world.cohort).id)
        put_post(put_topic(space, person, said(number)), person, said(number + 1))
    elif verb.startswith("write"):
        put_post(db.lock(Topic, chosen(topics(), number).id), person, said(number), held=verb == "write held")
    elif verb in FROM:
        _turn(verb, number)
    elif verb == "edit":
        _edit(chosen(posts(), number), number)
    else:
        _steer(world, chosen(topics(), number), verb, number=number)


def _turn(verb: str, number: int) -> None:
    fit = [post for post in posts() if post.state in FROM[verb]]
    if fit:
        getattr(post_under_lock(chosen(fit, number).id), verb)()


def _edit(post: Post, number: int) -> None:
    text = said(number + 2)
    words = Words(text, f"<p>{text}</p>")
    post.revise(words, editor_id=post.author_id, seen_version=post.version)


def _steer(world: World, topic: Topic, verb: str, *, number: int) -> None:
    """What the tools for topics do to rows: another title, another space, posts that go on elsewhere."""
    other = chosen(topics(), number + 1)
    if verb == "rename":
        topic.title = said(number + 3)
    elif verb == "move":
        topic.space_id = (world.other if number % 2 else world.set_a).id
    elif other.id != topic.id:
        for post in posts(topic.id):
            other.posts += 1
            post.topic_id, post.is_opening = other.id, False
            post.position = other.posts if post.position else None
        topic.state = TopicState.REMOVED
    session.flush()
    session.expire_all()
    record(TopicChanged(topic.id))
    record(TopicChanged(other.id))


def chosen(rows: list, number: int):
    return rows[number % len(rows)]


def topics() -> list[Topic]:
    query = sa.select(Topic).where(Topic.state.in_((TopicState.OPEN, TopicState.HIDDEN)))
    return list(session.scalars(query.order_by(Topic.id)))


def posts(topic_id: int | None = None) -> list[Post]:
    here = Post.topic_id == topic_id if topic_id else sa.true()
    query = sa.select(Post).join(Post.topic).where(here, Topic.state != TopicState.REMOVED)
    return list(session.scalars(query.order_by(Post.id)))


def check(*people: Person) -> int:
    """The law; returns how much was found."""
    found_by_somebody = 0
    for person in people:
        session.expire_all()
        actor = policy.load_actor(person.id)
        shown = [(post.id, stems_of(post)) for post in posts() if policy.can_read_post(actor, post)]
        for word in WORDS:
            expected = {("post", post_id) for post_id, said_there in shown if stems.stem(word) in said_there}
            assert ids(person, word) == expected, word
            found_by_somebody += len(expected)
    return found_by_somebody


def stems_of(post: Post) -> set[str]:
    """What a reader of its topic's page sees of it."""
    if post.topic.state is not TopicState.OPEN:
        return set()
    title = post.topic.title if post.is_opening and post.released_at else ""
    return set(stems.stems(f"{title} {post.text if post.state is State.RELEASED else ''}"))
