"""Links in posts to topics and posts: called by their titles for who may open them, by none in what all share."""

from collections.abc import Callable

import pytest

from cop import db
from cop.models import Person, Post, Space, Topic
from tests.people import World

CANARY = "canarytitle"
SITE = "http://localhost"
TOPIC, POST = "a topic on this site", "a post on this site"
Write = Callable[..., Post]


def linking(subject: Post) -> str:
    return f"See {SITE}/topics/{subject.topic_id} and {SITE}/posts/{subject.id}"


@db.command
def move(subject: Post, space: Space) -> None:
    topic = db.lock(Topic, subject.topic_id)
    topic.space = db.get(Space, space.id)


def test_a_reader_of_both_sees_titles(start: Write, read, world: World, ann: Person, bob: Person):
    secret = start(ann, CANARY, space=world.set_a)
    page = read(bob, f"/topics/{start(bob, text=linking(secret)).topic_id}")
    assert f'data-refers="topic-{secret.topic_id}">{CANARY}</a>' in page
    assert f'data-refers="post-{secret.id}">{CANARY} (Ann’s post)</a>' in page
    assert f'href="/topics/{secret.topic_id}"' in page


def test_a_reader_of_one_sees_none(start: Write, read, world: World, ann: Person, bob: Person):
    secret = start(ann, CANARY, space=world.set_a)
    topic_id = start(bob, text=linking(secret)).topic_id
    page = read(world.staff, f"/topics/{topic_id}")
    assert CANARY not in page
    assert TOPIC in page
    assert POST in page
    assert CANARY in read(bob, f"/topics/{topic_id}"), "the control"


def test_nothing_there_looks_the_same(start: Write, read, world: World, ann: Person, bob: Person):
    secret = start(ann, CANARY, space=world.set_a)
    there = read(world.staff, f"/topics/{start(bob, text=f'{SITE}/topics/{secret.topic_id}').topic_id}")
    absent = read(world.staff, f"/topics/{start(bob, text=f'{SITE}/topics/999999999999').topic_id}")
    assert f'data-refers="topic-{secret.topic_id}">{TOPIC}</a>' in there
    assert f'data-refers="topic-999999999999">{TOPIC}</a>' in absent


def test_what_is_pushed_has_no_title(start: Write, listen, world: World, ann: Person, bob: Person):
    secret = start(ann, CANARY, space=world.set_a)
    hear, outside = listen(bob), listen(world.staff)
    start(bob, text=linking(secret))
    for told in (*hear("topic:changed"), *outside("topic:changed")):
        assert CANARY not in str(told)
        assert TOPIC in told["html"]


def test_a_script_is_told_what_its_reader_may_open(
    start: Write, client_for, world: World, ann: Person, bob: Person, mallory: Person
):
    secret, shared = start(ann, CANARY, space=world.set_a), start(bob, "Shared", space=world.network)
    path = f"/titles?of=topic-{secret.topic_id}&of=post-{secret.id}&of=topic-{shared.topic_id}&of=topic-999999999999"
    told = client_for(bob).get(path).get_json()
    assert told == {
        "titles": {
            f"topic-{secret.topic_id}": CANARY,
            f"post-{secret.id}": f"{CANARY} (Ann’s post)",
            f"topic-{shared.topic_id}": "Shared",
        }
    }
    assert client_for(mallory).get(path).get_json() == {"titles": {f"topic-{shared.topic_id}": "Shared"}}
    assert client_for(mallory).get("/titles").get_json() == {"titles": {}}


@pytest.mark.parametrize("of", ["topic-x", "topic-0", "message-1", "topic-1;", "", "topic-" + "9" * 20])
def test_a_reference_is_one_of_ours(client_for, bob: Person, of: str):
    assert client_for(bob).get(f"/titles?of={of}").status_code == 400
    assert client_for(None).get("/titles?of=topic-1").status_code == 303


def test_so_many_and_no_more(client_for, bob: Person):
    many = "&".join(f"of=topic-{number}" for number in range(1, 102))
    assert client_for(bob).get(f"/titles?{many}").status_code == 400


def test_a_title_goes_when_its_topic_moves_or_is_hidden(
    start: Write, read, change, client_for, world: World, ann: Person, bob: Person, set_roles
):
    secret = start(ann, CANARY, space=world.cohort)
    topic_id = start(bob, text=linking(secret)).topic_id
    asked = f"/titles?of=topic-{secret.topic_id}&of=post-{secret.id}"

    def sees(person: Person) -> bool:
        seen = CANARY in read(person, f"/topics/{topic_id}")
        assert (CANARY in client_for(person).get(asked).get_data(as_text=True)) == seen
        return seen

    assert (sees(bob), sees(world.staff)) == (True, True)
    move(secret, world.set_a)
    assert (sees(bob), sees(world.staff)) == (True, False)
    move(secret, world.cohort)
    change(secret, "hide")
    assert (sees(bob), sees(world.staff)) == (False, False)
    change(secret, "release")
    assert sees(bob)


def test_a_removed_post_has_no_title(start: Write, reply, change, read, ann: Person, bob: Person):
    subject = reply(ann, start(ann, CANARY).topic_id)
    topic_id = start(bob, text=f"{SITE}/posts/{subject.id}").topic_id
    assert f"{CANARY} (Ann’s post)" in read(bob, f"/topics/{topic_id}")
    change(subject, "remove")
    assert CANARY not in read(bob, f"/topics/{topic_id}")


def test_what_its_writer_called_it_stays(start: Write, read, ann: Person, bob: Person):
    subject = start(ann, CANARY)
    text = f"[what Ann asked](/topics/{subject.topic_id}) and https://example.org/topics/{subject.topic_id}"
    page = read(bob, f"/topics/{start(bob, text=text).topic_id}")
    assert ">what Ann asked</a>" in page
    assert f">https://example.org/topics/{subject.topic_id}</a>" in page
    assert CANARY not in page


def test_a_title_is_text(start: Write, read, ann: Person, bob: Person):
    subject = start(ann, "<b>Bold</b> & \\1 plans")
    page = read(bob, f"/topics/{start(bob, text=linking(subject)).topic_id}")
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; \\1 plans</a>" in page


def test_titles_cost_one_query_and_none_where_nothing_is_linked(
    start: Write, reply, client_for, ann: Person, bob: Person, count_queries
):
    plain, linked = start(bob).topic_id, start(bob).topic_id
    for _ in range(10):
        reply(ann, plain, "Words")
        reply(ann, linked, linking(start(bob)))
    client = client_for(bob)
    client.get("/spaces/cohort-1", buffered=True)
    counts = []
    for topic_id in (plain, plain, linked, linked):
        with count_queries() as queries:
            client.get(f"/topics/{topic_id}", buffered=True)
        counts.append(len(queries))
    assert counts[3] == counts[1] + 1 <= 7
