"""The pages by which a topic is steered: what they offer to whom, and what they say when something is wrong."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from cop import db
from cop.forum import commands
from cop.models import Person, Post, Space, Topic
from cop.spaces import commands as spaces
from tests.people import World, a_group, key, post

Write = Callable[..., Post]
Read = Callable[..., str]
Browser = Callable[[Person | None], FlaskClient]


@pytest.fixture
def group(world: World) -> Space:
    return a_group(world.ann)


def topics(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li[^>]* id="topic-(\d+)"', page)]


def test_the_tools_are_what_one_may(ann: Person, bob: Person, world: World, start: Write, read: Read) -> None:
    topic_id = start(bob).topic_id
    author, moderator = (read(person, f"/topics/{topic_id}/tools") for person in (bob, ann))
    for path in ("title", "pin", "archive", "closing", "lock"):
        assert f'action="/topics/{topic_id}/{path}"' in moderator
        assert (f'action="/topics/{topic_id}/{path}"' in author) == (path == "title")
    read(bob, f"/topics/{start(ann).topic_id}/tools", 403)
    assert "stays here" in read(ann, f"/topics/{start(bob, space=world.set_a).topic_id}/tools")


def test_days_are_days_in_the_united_kingdom(
    ann: Person, bob: Person, start: Write, read: Read, client_for: Browser
) -> None:
    topic_id, client = start(bob).topic_id, client_for(ann)
    for word in ("pin", "closing"):
        path = f"/topics/{topic_id}/{word}"
        assert post(client, path, {f"{word}-last_day": "2026-06-30"}).status_code == 303
        answer = post(client, path, {f"{word}-last_day": "2026-03-01"})
        assert (answer.status_code, "still to come" in answer.get_data(as_text=True)) == (422, True)
        for wrong in ("soon", "2026-02-30"):
            assert post(client, path, {f"{word}-last_day": wrong}).status_code == 422
    topic = db.session.get(Topic, topic_id, populate_existing=True)
    assert topic.closes_at == topic.pinned_until
    assert topic.closes_at.isoformat() == "2026-06-30T23:00:00+00:00"
    assert 'value="2026-06-30"' in read(ann, f"/topics/{topic_id}/tools")
    words = re.sub("<time[^>]*>|</time>", "", read(bob, f"/topics/{topic_id}"))
    assert "Members can reply until the end of 30 Jun 2026." in words
    assert "Members can reply until the end of 30 Jun 2026." in read(ann, "/moderation/decisions")
    assert "It stands first until the end of 30 Jun 2026." in read(ann, "/moderation/decisions")


def test_what_is_refused_is_kept(
    ann: Person, bob: Person, start: Write, reply: Write, client_for: Browser
) -> None:
    topic_id, client = start(bob).topic_id, client_for(ann)
    reply(bob, topic_id)
    long = "x" * 151
    for path, form in (
        (f"/topics/{topic_id}/title", {"title": long}),
        (f"/topics/{topic_id}/tags", {"tags": "999999999999"}),
        (f"/topics/{topic_id}/split", {"title": "Kept", "posts": ""}),
        (f"/topics/{topic_id}/move", {}),
        (f"/topics/{topic_id}/merge", {"address": "Kept"}),
        ("/spaces/cohort-1/tags", {"name": "x" * 31}),
        (f"/topics/{topic_id}/summary", {"text": "x" * 10_001, "version": "0"}),
    ):
        answer = post(client, path, form)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422, path
        assert "There is a problem" in page
        assert next(iter(form.values()), "") in page or path.endswith("tags")


def test_tags_sort_the_forum(
    ann: Person, bob: Person, mallory: Person, start: Write, read: Read, client_for: Browser
) -> None:
    one, other = start(bob, "One").topic_id, start(bob, "Other").topic_id
    assert "No tags yet" in read(bob, "/spaces/cohort-1/tags")
    assert post(client_for(ann), "/spaces/cohort-1/tags", {"name": "Costing"}).status_code == 303
    [tag] = re.findall(r"tag=(\d+)", read(bob, "/spaces/cohort-1/tags"))
    assert post(client_for(bob), f"/topics/{one}/tags", {"tags": tag}).status_code == 303
    for path in ("/spaces/cohort-1", f"/topics/{one}"):
        assert ">Costing</a>" in re.sub(r"<span.*?</span>", "", read(bob, path))
    page = read(bob, f"/spaces/cohort-1?tag={tag}")
    assert (topics(page), "Topics with the tag “Costing”" in page) == ([one], True)
    assert topics(read(bob, "/spaces/cohort-1")) == [other, one]
    read(mallory, f"/spaces/cohort-2?tag={tag}", 404)
    read(bob, "/spaces/cohort-1?show=nothing", 400)
    assert post(client_for(ann), f"/spaces/cohort-2/tags/{tag}/removal").status_code == 404
    assert post(client_for(ann), f"/spaces/cohort-1/tags/{tag}", {"name": "Money"}).status_code == 303
    assert post(client_for(ann), f"/spaces/cohort-1/tags/{tag}/removal").status_code == 303
    assert "Money" not in read(bob, f"/topics/{one}")


def test_filters_keep_their_pages(ann: Person, bob: Person, start: Write, read: Read) -> None:
    made = [start((ann, bob)[number % 2], f"Topic {number}").topic_id for number in range(22)]
    page = read(ann, "/spaces/cohort-1?show=unanswered")
    assert len(topics(page)) == 20
    [older] = re.findall(r'href="([^"]*before[^"]*)"', page)
    assert "show=unanswered" in older
    assert topics(read(ann, older.replace("&amp;", "&"))) == [made[1], made[0]]
    assert "No topic is here" in read(ann, "/spaces/cohort-1?show=archived")


def test_an_answer_is_led_to(
    ann: Person, bob: Person, start: Write, reply: Write, read: Read, client_for: Browser
) -> None:
    topic_id = start(bob).topic_id
    answer = reply(ann, topic_id)
    assert post(client_for(bob), f"/posts/{answer.id}/answer").status_code == 303
    for path in ("/spaces/cohort-1", f"/topics/{topic_id}"):
        assert f'href="/posts/{answer.id}"><span class="cop-tag cop-tag--good">Answered' in read(ann, path)
    assert "cop-post--answer" in read(ann, f"/topics/{topic_id}")
    assert topics(read(ann, "/spaces/cohort-1?show=answered")) == [topic_id]
    assert post(client_for(bob), f"/posts/{answer.id}/answer/removal").status_code == 303
    assert "Answered</span>" not in read(ann, f"/topics/{topic_id}")


def test_a_merged_topic_leads_on_for_who_may_read_the_other(
    ann: Person, bob: Person, mallory: Person, start: Write, read: Read, client_for: Browser
) -> None:
    one, other = start(bob, "One"), start(bob, "Other")
    confirm = read(
        ann, f"/topics/{other.topic_id}/merge?address=http://localhost/topics/{one.topic_id}%3Fpage=1"
    )
    assert "You can’t undo this" in confirm
    for wrong in ("999999999999", "what", str(other.topic_id)):
        assert client_for(ann).get(f"/topics/{other.topic_id}/merge?address={wrong}").status_code in {
            409,
            422,
        }
    client = client_for(ann)
    for words in ("Merged.", "is merged into this one"):
        answer = post(client, f"/topics/{other.topic_id}/merge", {"into": one.topic_id})
        assert answer.headers["Location"] == f"/topics/{one.topic_id}"
        assert words in client.get(f"/topics/{one.topic_id}").get_data(as_text=True)
    assert client_for(bob).get(f"/topics/{other.topic_id}").headers["Location"] == f"/topics/{one.topic_id}"
    read(mallory, f"/topics/{other.topic_id}", 404)
    link = client_for(bob).get(f"/posts/{other.id}").headers["Location"]
    assert link == f"/topics/{one.topic_id}?page=1#post-{other.id}"
    assert topics(read(bob, "/spaces/cohort-1")) == [one.topic_id]


def test_a_split_topic_and_the_rest_name_each_other(
    ann: Person, bob: Person, start: Write, reply: Write, read: Read, client_for: Browser
) -> None:
    topic_id = start(bob, "Costing").topic_id
    part = reply(bob, topic_id, "Something else")
    assert "Something else" in read(ann, f"/topics/{topic_id}/split")
    read(ann, f"/topics/{topic_id}/split?page=2", 404)
    answer = post(client_for(ann), f"/topics/{topic_id}/split", {"title": "Else", "posts": part.id})
    new = int(answer.headers["Location"].rpartition("/")[2])
    assert f'in <a href="/topics/{new}">Else</a> now' in read(bob, f"/topics/{topic_id}")
    assert f'part of <a href="/topics/{topic_id}">Costing</a>' in read(bob, f"/topics/{new}")
    assert (
        client_for(bob).get(f"/posts/{part.id}").headers["Location"] == f"/topics/{new}?page=1#post-{part.id}"
    )


def test_a_move_says_whom_it_is_taken_from(
    ann: Person, bob: Person, group: Space, start: Write, read: Read, client_for: Browser
) -> None:
    topic_id = start(bob).topic_id
    page = re.sub(r"\s+", " ", read(ann, f"/topics/{topic_id}/move"))
    assert "1 person reads it there. 2 people who read it now will not any more." in page
    assert post(client_for(ann), f"/topics/{topic_id}/move", {"space": group.id}).status_code == 303
    read(bob, f"/topics/{topic_id}", 404)
    assert "A group" in read(ann, f"/topics/{topic_id}")
    log = read(ann, "/moderation/decisions")
    assert "is in another space now" in re.sub(r"\s+", " ", log)
    assert log.count("“Costing”") == 1, "the title stands with the space that it is in"


def test_a_summary_stands_first_and_shows_both_texts_in_a_conflict(
    ann: Person, bob: Person, start: Write, read: Read, client_for: Browser
) -> None:
    topic_id, client = start(bob).topic_id, client_for(ann)
    path = f"/topics/{topic_id}/summary"
    assert post(client, path, {"text": "It **helps**", "version": "0"}).status_code == 303
    assert "<strong>helps</strong>" in read(bob, f"/topics/{topic_id}")
    answer = post(client, path, {"text": "Mine", "version": "0"})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "It **helps**" in page, "Mine" in page) == (409, True, True)
    assert post(client, path, {"text": "It **helps** some", "version": "1"}).status_code == 303
    past = read(ann, f"{path}/revisions")
    assert "<ins><span" in past
    assert " some<" in past
    read(bob, f"{path}/revisions", 404)
    read(bob, path, 403)


def test_a_summary_of_a_topic_that_was_merged_meanwhile_is_kept(
    ann: Person, bob: Person, mallory: Person, start: Write, read: Read, client_for: Browser
) -> None:
    gone, into = start(bob, "Gone").topic_id, start(bob, "Into").topic_id
    client, path = client_for(ann), f"/topics/{gone}/summary"
    assert post(client, path, {"text": "Theirs", "version": "0"}).status_code == 303
    commands.merge_topics(actor_id=ann.id, topic_id=gone, into_id=into)
    answer = post(client, path, {"text": "What I typed", "version": "1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "was merged into “Into” meanwhile, and nothing was saved" in page
    assert re.search(r"<textarea[^>]*>\nWhat I typed</textarea>", page)
    assert "Theirs</pre>" in page, "what the topic says by now stands beside it"
    assert f'action="/topics/{into}/summary"' in page
    assert "What I typed" not in read(bob, f"/topics/{into}")
    [version] = re.findall(r'name="version" value="(\d+)"', page)
    knowing = {"text": "What I typed", "version": version}
    assert post(client, f"/topics/{into}/summary", knowing).status_code == 303
    assert "What I typed" in read(bob, f"/topics/{into}")
    assert client.get(path).headers["Location"] == f"/topics/{into}"
    for stranger in (bob, mallory):
        refused = post(client_for(stranger), path, knowing | {"text": "Words of mine"})
        page = refused.get_data(as_text=True)
        assert (refused.status_code, "Words of mine" in page) == (403 if stranger is bob else 404, True)
        assert ("Theirs" in page, "“Into”" in page, "below" in page) == (False, stranger is bob, False)


def test_earlier_texts_are_for_all_where_the_space_shows_them(
    ann: Person, bob: Person, mallory: Person, world: World, start: Write, reply: Write, read: Read
) -> None:
    topic_id = start(bob).topic_id
    mine = reply(ann, topic_id, "Ten patients came")
    commands.edit_post(actor_id=ann.id, post_id=mine.id, text="Twelve patients came", version=1)
    commands.edit_post(actor_id=ann.id, post_id=mine.id, text="Twelve patients came back", version=2)
    path = f"/posts/{mine.id}/revisions"
    read(bob, path, 404)
    rules = {"actor_id": ann.id, "space_id": world.cohort.id, "members_summarise": False}
    spaces.set_forum_rules(**rules, shows_revisions=True)
    assert "[added: " in read(bob, path)
    first = read(bob, f"{path}?number=1")
    assert "<del><span" in first
    assert "Ten<" in first
    read(bob, f"{path}?number=9", 404)
    read(mallory, path, 404)
    commands.remove_post(actor_id=ann.id, post_id=mine.id)
    read(bob, path, 404)


def test_what_a_moderator_took_out_before_release_is_no_readers(
    ann: Person, bob: Person, world: World, start: Write, read: Read
) -> None:
    from cop.models import Policy, Review
    from cop.moderation import commands as moderation
    from tests.people import set_policy

    set_policy(world.cohort, Policy.ALL_HELD)
    held = start(bob, "Held", "Mrs canaryword came")
    review = db.session.query(Review).filter_by(post_id=held.id).one()
    moderation.release_edited(
        actor_id=ann.id, review_id=review.id, text="Somebody came", note="No names.", version=1
    )
    rules = {"actor_id": ann.id, "space_id": world.cohort.id, "members_summarise": False}
    spaces.set_forum_rules(**rules, shows_revisions=True)
    path = f"/posts/{held.id}/revisions"
    assert "canaryword" in read(bob, path), "its author knows what it said"
    assert "canaryword" not in read(world.staff, path)
    assert "never edited" in read(world.staff, path)


@pytest.mark.parametrize("topics_tagged", [0, 20])
def test_tags_and_answers_cost_no_query(
    topics_tagged: int, ann: Person, bob: Person, world: World, start: Write, reply, client_for, count_queries
) -> None:
    tags = [
        commands.add_tag(actor_id=ann.id, space_id=world.cohort.id, name=f"Tag {number}").id
        for number in range(5)
    ]
    made = [start((ann, bob)[number % 2]).topic_id for number in range(topics_tagged or 1)]
    for topic_id in made if topics_tagged else ():
        commands.tag_topic(actor_id=ann.id, topic_id=topic_id, tag_ids=tags)
    client = client_for(bob)
    client.get("/spaces/cohort-1", buffered=True)
    for path, most in (("/spaces/cohort-1", 6), (f"/topics/{made[0]}", 6), ("/spaces/cohort-1/tags", 6)):
        with count_queries() as queries:
            assert client.get(path).get_data()
        assert len(queries) <= most, "\n".join(queries)


def test_who_starts_a_topic_sorts_it(world: World, bob: Person, read: Read, client_for: Browser) -> None:
    page = "/spaces/cohort-1/topics/new"
    assert 'name="tags"' not in read(bob, page), "there is no list yet"
    tag = commands.add_tag(actor_id=world.ann.id, space_id=world.cohort.id, name="Costing")
    assert f'value="{tag.id}"' in read(bob, page)
    sent = {"title": "Sorted", "text": "x", "key": key(), "tags": [str(tag.id)]}
    refused = post(client_for(bob), page, sent | {"title": ""})
    assert re.search(rf'value="{tag.id}"[^>]* checked', refused.get_data(as_text=True)), (
        "what was chosen stays"
    )
    assert post(client_for(bob), page, sent).status_code == 303
    assert "Sorted" in read(bob, f"/spaces/cohort-1?tag={tag.id}")
