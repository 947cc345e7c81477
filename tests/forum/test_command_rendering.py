"""Posts and summaries that an earlier renderer made are shown as they are rendered by now, and nobody is told."""

from collections.abc import Callable

import sqlalchemy as sa

from cop import db
from cop.forum import commands, tasks
from cop.markup import RENDERER, Words
from cop.models import Outcome, Person, Post, Summary
from tests.people import World, newcomer
from tests.polls import ask

Start = Callable[..., Post]


@db.command
def age(row: type[Outcome] | type[Post] | type[Summary]) -> None:
    """Let an earlier renderer have made them all, in its way."""
    old = sa.update(row).values(html="<p>as it was once</p>", renderer=RENDERER - 1)
    db.session.execute(old.execution_options(synchronize_session=False))


def now(post: Post) -> Post:
    db.session.expire_all()
    return db.session.get_one(Post, post.id)


def test_a_post_is_shown_as_new_ones_are(world: World, start: Start, reply: Start) -> None:
    first = start(world.ann, text="Say **it** again")
    quoting = reply(world.bob, first.topic_id, f"[Ann](/posts/{first.id}):\n\n> it\n\n@Ann @Ann")
    before = {post.id: post.html for post in (first, quoting)}
    counted = {post.id: now(post).changed for post in (first, quoting)}
    age(Post)

    tasks.render_anew.body()

    for post in (first, quoting):
        assert now(post).html == before[post.id]
        assert now(post).renderer == RENDERER
        assert now(post).changed > counted[post.id], "who has its fragment would keep it"
        assert (now(post).version, now(post).edited_at) == (1, None)
    assert "<strong>@Ann</strong>" in now(quoting).html


def test_whom_it_did_not_name_then_it_does_not_name_now(world: World, start: Start) -> None:
    post = start(world.ann, text="@Cleo and @everyone")
    age(Post)
    newcomer("cleo", world.cohort)

    tasks.render_anew.body()

    assert "<strong>@Cleo" not in now(post).html
    assert now(post).named == ""


def test_what_can_no_longer_be_read_stays_out_of_quotations(
    world: World, start: Start, reply: Start, change: Callable[..., None]
) -> None:
    first = start(world.ann)
    lost = reply(world.ann, first.topic_id, "the secret of it")
    quoting = reply(world.bob, first.topic_id, f"[Ann](/posts/{lost.id}):\n\n> the secret of it\n\nYes.")
    assert "secret" in now(quoting).html
    change(lost, "hide")
    assert "secret" not in now(quoting).html
    age(Post)

    tasks.render_anew.body()

    assert "secret" not in now(quoting).html
    assert "Yes." in now(quoting).html


def test_what_was_edited_meanwhile_keeps_its_words(world: World, start: Start) -> None:
    post = start(world.ann, text="Before")
    age(Post)
    commands.edit_post(actor_id=world.ann.id, post_id=post.id, text="After", version=1)

    commands.render_post_anew(post_id=post.id, words=Words.again("Before"))

    assert now(post).html == "<p>After</p>"


def test_a_summary_is_as_well(world: World, start: Start) -> None:
    topic_id = start(world.ann).topic_id
    commands.write_summary(actor_id=world.ann.id, topic_id=topic_id, text="**In short**", version=0)
    age(Summary)

    tasks.render_anew.body()

    db.session.expire_all()
    assert db.session.get_one(Summary, topic_id).html == "<p><strong>In short</strong></p>"


def test_what_a_poll_has_come_to_is_as_well(world: World, bob: Person, start: Start) -> None:
    poll = ask(bob, start(bob).topic_id)
    commands.close_poll(actor_id=bob.id, poll_id=poll.id)
    commands.write_outcome(actor_id=bob.id, poll_id=poll.id, text="**Leeds**", version=0)
    age(Outcome)

    tasks.render_anew.body()

    db.session.expire_all()
    assert db.session.get_one(Outcome, poll.id).html == "<p><strong>Leeds</strong></p>"


def test_what_is_as_it_should_be_is_let_alone(world: World, start: Start) -> None:
    post = start(world.ann)
    counted = now(post).changed

    tasks.render_anew.body()

    assert now(post).changed == counted
