"""Reactions in the page of a topic: pressed without a script and with one, seen by others, and who said what."""

import re
from collections.abc import Callable

from cop import db
from cop.forum import commands
from cop.models import Person, Post
from tests.people import World, newcomer, post

Write = Callable[..., Post]


def say(person: Person, subject: Post, word: str = "helped") -> Post:
    return commands.mark_post(actor_id=person.id, post_id=subject.id, word=word)


def fragment(page: str, post_id: int) -> str:
    found = re.search(
        rf'<article[^>]* class="cop-post[^>]* id="post-{post_id}".*?</article>', page, re.DOTALL
    )
    assert found
    return found[0]


def test_a_word_is_said_and_taken_back_by_a_form(start: Write, client_for, ann: Person, bob: Person):
    subject = start(bob)
    client, path = client_for(ann), f"/posts/{subject.id}/reactions/thanks"
    answer = post(client, path)
    assert (answer.status_code, answer.location) == (
        303,
        f"/topics/{subject.topic_id}?page=1#post-{subject.id}",
    )
    page = client.get(f"/topics/{subject.topic_id}").get_data(as_text=True)
    assert f'data-people="{ann.id}"' in page
    assert f'formaction="{path}/removal"' in page
    assert post(client, f"{path}/removal").status_code == 303
    assert "data-people" not in fragment(
        client.get(f"/topics/{subject.topic_id}").get_data(as_text=True), subject.id
    )


def test_a_script_gets_the_post_as_it_is(start: Write, client_for, ann: Person, bob: Person):
    subject = start(bob)
    answer = post(client_for(ann), f"/posts/{subject.id}/reactions/used", headers={"HX-Request": "true"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert text.lstrip().startswith("<article")
    assert 'I used this <span class="cop-mark__count">1</span>' in text


def test_the_fragment_is_the_same_for_everybody(start: Write, read, world: World, ann: Person, bob: Person):
    subject = start(bob)
    say(ann, subject)
    pages = [
        fragment(read(each, f"/topics/{subject.topic_id}"), subject.id) for each in (ann, bob, world.staff)
    ]
    assert len(set(pages)) == 1


def test_others_see_it_at_once(start: Write, listen, ann: Person, bob: Person, mallory: Person):
    subject = start(bob)
    hear, hear_badges, outside = listen(bob), listen(bob), listen(mallory)
    say(ann, subject)
    (told,) = hear("topic:changed")
    assert (told["post"], told["state"], told["posts"]) == (subject.id, "released", 1)
    assert 'This helped <span class="cop-mark__count">1</span>' in told["html"]
    assert hear_badges("badge") == [], "nothing is new to read"
    assert outside("topic:changed") == []


def test_it_makes_nothing_unread(start: Write, reply, world: World, ann: Person, bob: Person, read):
    subject = start(bob)
    read(ann, f"/topics/{subject.topic_id}")
    say(ann, subject)
    db.session.remove()
    assert "cop-topic--unread" not in read(ann, "/spaces/cohort-1")
    reply(bob, subject.topic_id)
    assert "cop-topic--unread" in read(ann, "/spaces/cohort-1"), "the control"


def test_who_said_what(start: Write, read, world: World, ann: Person, bob: Person, mallory: Person):
    subject, nora = start(bob), newcomer("nora", world.cohort)
    say(nora, subject)
    say(ann, subject)
    page = read(bob, f"/posts/{subject.id}/reactions")
    assert "This helped (2)" in page
    assert page.index("Nora") < page.index(">Ann<")
    assert "Thanks" not in page
    read(mallory, f"/posts/{subject.id}/reactions", 404)


def test_of_a_tombstone_nobody_learns_who_reacted(
    start: Write, reply, change, read, ann: Person, bob: Person
):
    subject = reply(bob, start(ann).topic_id)
    say(ann, subject)
    assert "This helped" in read(bob, f"/posts/{subject.id}/reactions")
    change(subject, "hide")
    for person in (ann, bob):
        read(person, f"/posts/{subject.id}/reactions", 404)
    assert "This helped" not in read(bob, f"/topics/{subject.topic_id}").partition("cop-post--tombstone")[2]


def test_nobody_is_signed_in(start: Write, client_for, bob: Person, mallory: Person):
    path = f"/posts/{start(bob).id}/reactions/helped"
    assert "/sign-in" in post(client_for(None), path).location
    for each in (path, f"{path}/removal"):
        assert post(client_for(mallory), each).status_code == 404


def test_a_refusal_says_what_to_do(start: Write, client_for, bob: Person):
    answer = post(client_for(bob), f"/posts/{start(bob).id}/reactions/helped", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert "what others wrote" in answer.get_data(as_text=True)


def test_reactions_cost_a_page_no_query(
    start: Write, reply, world: World, ann: Person, bob: Person, client_for, count_queries
):
    topic_id = start(bob).topic_id
    posts = [reply(bob, topic_id) for _ in range(12)]
    people = [newcomer(f"n{number}", world.cohort) for number in range(5)]
    client = client_for(ann)
    client.get("/spaces/cohort-1", buffered=True)

    def queries_for_the_page() -> int:
        with count_queries() as queries:
            client.get(f"/topics/{topic_id}", buffered=True)
        return len(queries)

    queries_for_the_page()
    before = queries_for_the_page()
    for subject in posts:
        for person in people:
            say(person, subject, "agree")
    assert queries_for_the_page() == before <= 6
